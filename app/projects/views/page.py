"""The project page, and the actions taken on it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import security
from app.i18n import gettext as _
from app.incoming import row_id
from app.projects.services import actions
from app.projects.views import bp
from app.projects.views.opening import file_or_404
from app.projects.views.sections import page_context
from app.projects.views.turns import Typed
from app.steps.models import Step
from app.steps.wording import done, missing
from workflows.engine import ActionRefused

LONGEST_NOTE = 2000
"""Characters of a note: more than a page is a document."""
Page = tuple[str, int]


@bp.get("/projects/<ref>")
@security.public
def show(ref: str) -> Page:
    """Show a project: where it stands, what I can do, its file, its history."""
    return _page(ref, Typed(), 200)


@bp.post("/projects/<ref>/actions/<action>")
@security.signed_in
def act(ref: str, action: str) -> Page | Response:
    """Take an action of the workflow, once, on the project as it was seen."""
    note, seen = _sent()
    project = file_or_404(ref).project
    if len(note) > LONGEST_NOTE:
        return _page(ref, Typed(action, note, (_too_long(),)), 422)
    try:
        step = actions.act(project.id, action, security.current_actor(), note, seen)
    except actions.AlreadyDone:
        return _already(ref)
    except actions.Moved:
        return _page(ref, Typed(action, note, (_moved(),)), 409)
    except ActionRefused as refused:
        return _page(ref, Typed(action, note, _reasons(ref, refused)), 422)
    return _thanks(ref, step)


@bp.post("/projects/<ref>/correct")
@security.holders_of("referent", "metro_admin")
def correct(ref: str) -> Page | Response:
    """Take back the last action, with a reason."""
    reason, seen = _sent()
    project = file_or_404(ref).project
    if len(reason) > LONGEST_NOTE:
        return _page(ref, Typed("correct", reason, (_too_long(),)), 422)
    try:
        actions.take_back(project.id, request.form.get("undone", ""), security.current_actor(), reason, seen)
    except actions.AlreadyDone:
        return _already(ref)
    except actions.Moved:
        return _page(ref, Typed("correct", reason, (_moved(),)), 409)
    except ActionRefused as refused:
        return _page(ref, Typed("correct", reason, _reasons(ref, refused)), 422)
    flash(_("L'étape est annulée. L'histoire du projet garde les deux."), "success")
    return redirect(url_for("projects.show", ref=ref), 303)


def _page(ref: str, typed: Typed, status: int) -> Page:
    context = page_context(file_or_404(ref), security.reading_actor(), typed)
    return render_template("projects/show.html", **context), status


def _sent() -> tuple[str, int]:
    return request.form.get("note", "").strip(), request.form.get("seen", default=0, type=row_id)


def _reasons(ref: str, refused: ActionRefused) -> tuple[str, ...]:
    return tuple(item.what for item in missing(file_or_404(ref).project, refused.obstacles))


def _too_long() -> str:
    return _("Votre explication est trop longue : 2000 signes au plus.")


def _moved() -> str:
    return _("Le projet a changé pendant que vous lisiez. Voici où il en est. Rien n'a été enregistré.")


def _already(ref: str) -> Response:
    flash(_("C'est déjà fait. Nous ne l'avons compté qu'une fois."), "info")
    return redirect(url_for("projects.show", ref=ref), 303)


def _thanks(ref: str, step: Step) -> Response:
    flash(_("C'est enregistré. %(sentence)s", sentence=done(step.subject_kind, step.action)), "success")
    return redirect(url_for("projects.show", ref=ref), 303)
