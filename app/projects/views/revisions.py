"""The versions of a project file: the list, two of them compared, and the words behind each change."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import security
from app.i18n import gettext as _
from app.incoming import row_id
from app.projects import codesign_policy, policy
from app.projects.comparing import CHANGED, MAGNITUDES, differences, gap_sentence
from app.projects.models import Project
from app.projects.queries.outcomes import SUBSTANTIAL
from app.projects.queries.page import ProjectFile
from app.projects.queries.revisions import Version, change_of, two_versions, versions_of
from app.projects.queries.traces import Caused, traces_of
from app.projects.queries.voices import voices_about
from app.projects.revision_forms import CausesForm, HideForm
from app.projects.services import revisions as services
from app.projects.views import bp
from app.projects.views.opening import file_or_404, project_or_404

Page = tuple[str, int]


@bp.get("/projects/<ref>/revisions")
@security.public
def revisions(ref: str) -> str:
    """Show every version of a project file, the last first: who saved it, what changed, because of which words."""
    project, actor = project_or_404(ref), security.reading_actor()
    versions = versions_of(project)
    return render_template(
        "projects/revisions.html",
        project=project,
        versions=[_shown(version) for version in versions],
        numbers=[version.revision.number for version in versions],
        may_name=codesign_policy.can_name_causes(project, actor),
    )


@bp.get("/projects/<ref>/revisions/compare")
@security.public
def compare_revisions(ref: str) -> Page:
    """Compare two versions, in words and in amounts."""
    return _comparison(project_or_404(ref), HideForm(formdata=None), 200)


@bp.post("/projects/<ref>/revisions/<int:version>/hide")
@security.signed_in
def hide_revision(ref: str, version: int) -> Page | Response:
    """Take a version away from the public, with a reason."""
    project, form = project_or_404(ref), HideForm()
    if not codesign_policy.can_hide_revision(project, security.current_actor()):
        abort(403)
    if not form.validate():
        return _comparison(project, form, 422)
    try:
        services.hide_revision(project.id, version, form.reason.data, security.current_actor())
    except policy.NotAllowed:
        abort(404)
    flash(_("Cette version n'est plus montrée au public."), "success")
    return redirect(url_for(".revisions", ref=ref), 303)


@bp.route("/projects/<ref>/changes/<int:change_id>", methods=["GET", "POST"])
@security.signed_in
def change_causes(ref: str, change_id: int) -> Page | Response:
    """Name the words that caused a change, among those linked to the project."""
    file = file_or_404(ref)
    if not codesign_policy.can_name_causes(file.project, security.current_actor()):
        abort(403)
    found = change_of(file.project, change_id)
    if found is None:
        abort(404)
    form = CausesForm(data={"causes": [str(said.id) for said in found.causes]})
    form.offer(voices_about(file.project))
    if not form.validate_on_submit():
        return _causes_page(file, found, form), 422 if form.errors else 200
    try:
        reopened = services.name_causes(
            file.project.id, change_id, form.causes.data, security.current_actor(), form.reason.data or ""
        )
    except services.ReasonMissing:
        form.reason.errors = [_("Une personne a lu que sa parole avait changé le projet. Dites pourquoi cela change.")]
        return _causes_page(file, found, form), 422
    if reopened:
        flash(_("L'erreur est corrigée. Dites maintenant ce que le projet fait de cette parole."), "success")
        return redirect(url_for(".outcome", ref=ref, said_id=reopened[0]), 303)
    flash(_thanks(len(form.causes.data)), "success")
    return redirect(url_for(".revisions", ref=ref), 303)


def _comparison(project: Project, form: HideForm, status: int) -> Page:
    actor = security.reading_actor()
    first, second = _asked(project)
    found = two_versions(project, first, second)
    if len(found) < 2:  # noqa: PLR2004 - two versions are compared
        abort(404)
    insider = policy.is_insider(project, actor)
    (before, _why), (after, _other) = found
    hidden = next((reason for _revision, reason in found if reason), "")
    shown = [] if hidden and not insider else differences(before.content, after.content, insider=insider)
    return render_template(
        "projects/compare_revisions.html", project=project, before=before, after=after, hidden=hidden,
        differences=shown, form=form, may_hide=codesign_policy.can_hide_revision(project, actor),
    ), status  # fmt: skip


def _asked(project: Project) -> tuple[int, int]:
    """Read the two versions to compare; unless told, the last and the one before it."""
    first, second = (request.args.get(name, type=row_id) for name in ("from", "to"))
    last = services.last_revision(project.id)
    second = second or (last.number if last else 1)
    return first or max(second - 1, 1), second


def _causes_page(file: ProjectFile, found: Caused, form: CausesForm) -> str:
    return render_template(
        "projects/change_causes.html", project=file.project, change=shown_change(found), form=form,
        linked=len(form.causes.choices or ()), promised=_promised(file.project, found),
    )  # fmt: skip


def _promised(project: Project, found: Caused) -> bool:
    """Say whether some of the words named were told that they changed the project: to un-name them asks a reason."""
    given = traces_of(project).outcomes
    named = [said.id for said in found.causes if said.id != project.origin_contribution_id]
    return any(key in given and (given[key].outcome.impact or 0) >= SUBSTANTIAL for key in named)


def _shown(version: Version) -> dict[str, Any]:
    who = version.actor
    if version.on_behalf:
        who = _("%(name)s, avec l'aide de %(helper)s", name=version.on_behalf, helper=version.actor)
    return {
        "number": version.revision.number,
        "at": version.revision.at,
        "who": who,
        "hidden": version.hidden,
        "changes": [shown_change(one) for one in version.changes],
    }


def shown_change(one: Caused) -> dict[str, Any]:
    """Return a change ready to be shown: what it bears on, how much, and the words everybody may read behind it."""
    change = one.change
    return {
        "id": change.id,
        "what": CHANGED[change.field],
        "magnitude": MAGNITUDES[change.magnitude],
        "money": gap_sentence(change.amount_delta_cents) if change.amount_delta_cents is not None else "",
        "at": change.at,
        "causes": [said.text for said in one.causes if said.is_shown],
        "unread": any(not said.is_shown for said in one.causes),
    }


def _thanks(count: int) -> str:
    if count:
        return _("C'est noté. Tout le monde lira quelles paroles ont changé le projet.")
    return _("C'est noté : ce changement ne vient d'aucune parole reliée.")
