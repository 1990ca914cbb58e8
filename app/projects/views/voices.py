"""What residents said about a project: shown on its page, linked and unlinked by who works on it."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import security
from app.i18n import gettext as _
from app.projects import policy
from app.projects.models import Project
from app.projects.panels import Panel, panel
from app.projects.queries.page import project_by_ref
from app.projects.queries.voices import voices_about, voices_to_link
from app.projects.services import voices as services
from app.projects.views import bp
from app.projects.views.outcomes import shown_voice
from app.steps.actor import Actor
from app.voices.labels import KINDS

LONGEST_SEARCH = 200


@panel(80)
def heard(project: Project, actor: Actor | None) -> Panel | None:
    """Show what residents said that the project must take into account."""
    if not policy.is_public(project):
        return None
    said = voices_about(project)
    may_link = actor is not None and policy.can_work(project, actor)
    if not said and not may_link:
        return None
    context = {
        "project": project,
        "said": [shown_voice(project, voice, actor) for voice in said],
        "may_link": may_link,
        "kinds": KINDS,
    }
    return Panel(_("Ce que disent les habitants et habitantes"), "projects/voices_panel.html", {"context": context})


@bp.get("/projects/<ref>/voices")
@security.signed_in
def voices(ref: str) -> str:
    """Show what was said in the neighbourhood, to link what concerns the project."""
    project, text = _workable(ref), request.args.get("q", "").strip()[:LONGEST_SEARCH]
    return render_template(
        "projects/voices.html", project=project, text=text, said=voices_about(project),
        offered=voices_to_link(project, text), kinds=KINDS,
    )  # fmt: skip


@bp.post("/projects/<ref>/voices/<int:said_id>/<any(link, unlink):linking>")
@security.signed_in
def link_voice(ref: str, said_id: int, linking: str) -> Response:
    """Link something said to the project, or take the link away."""
    project = _workable(ref)
    change = services.link_voice if linking == "link" else services.unlink_voice
    try:
        change(project.id, said_id, security.current_actor())
    except services.StillCited:
        flash(_("Cette parole compte dans le projet : son lien reste."), "error")
        return redirect(url_for(".voices", ref=ref), 303)
    flash(_("Cette parole est reliée au projet.") if linking == "link" else _("Le lien est retiré."), "success")
    return redirect(url_for(".voices", ref=ref), 303)


def _workable(ref: str) -> Project:
    project = project_by_ref(ref)
    actor = security.current_actor()
    if project is None or not policy.can_view(project, actor):
        abort(404)
    if not policy.can_work(project, actor):
        abort(403)
    return project
