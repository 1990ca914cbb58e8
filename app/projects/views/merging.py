"""Making one of two projects: the proposal, what each team answers, and the way to do it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import security
from app.i18n import gettext as _
from app.once.forms import just_once
from app.projects import codesign_policy as policy
from app.projects.merging_forms import MergeForm
from app.projects.models import Project
from app.projects.panels import Task, task_source
from app.projects.policy import NotAllowed
from app.projects.queries.merging import Proposed, merges_of, open_proposal, projects_to_join
from app.projects.queries.page import project_by_ref
from app.projects.services import merging as services
from app.projects.views import bp
from app.projects.views.opening import file_or_404
from app.projects.views.turns import Typed, reader_of, shown_choice
from app.steps.catalogue import state_of
from app.steps.choices import choices_of

Page = tuple[str, int]


@bp.route("/projects/<ref>/merging", methods=["GET", "POST"])
@security.signed_in
def merging(ref: str) -> Page | Response:
    """Show the proposal to join another project, or take one."""
    project, actor = file_or_404(ref).project, security.current_actor()
    if not policy.can_propose_merge(project, actor):
        abort(403)
    found = open_proposal(project)
    form = MergeForm()
    form.offer([] if found or "merge" not in state_of(project).actions else projects_to_join(project))
    if found or not form.validate_on_submit():
        return _page(project, found, form)
    flash(just_once(lambda: _proposed(project, form)), "success")
    return redirect(url_for(".merging", ref=ref), 303)


@bp.post("/projects/<ref>/merging/answer")
@security.signed_in
def answer_merging(ref: str) -> Response:
    """Keep the answer of the team of this project."""
    project = file_or_404(ref).project
    found = open_proposal(project)
    agrees = request.form.get("answer") == "yes"
    if found is None or request.form.get("answer") not in ("yes", "no"):
        abort(404)
    try:
        services.answer_merge(found.proposal.id, project.id, security.current_actor(), agrees=agrees)
    except NotAllowed:
        abort(403)
    except services.CannotJoin:
        abort(404)
    flash(_("Votre accord est noté.") if agrees else _("C'est noté : les deux projets restent séparés."), "success")
    return redirect(url_for(".merging", ref=ref), 303)


@task_source
def projects_to_merge(person_id: int) -> Iterator[Task]:
    """Yield to the main contact of a team the proposals to answer, and those to carry out once both teams agree."""
    for proposal, project, other in merges_of(person_id):
        sentence = _("On vous propose de réunir votre projet avec « %(title)s ».", title=other.title)
        label = _("Répondre")
        if any(answer.project_id == project.id for answer in proposal.consents):
            sentence = _("Les deux équipes sont d'accord pour le réunir avec « %(title)s ».", title=other.title)
            label = _("Réunir les deux projets")
        yield Task(project, sentence, label, url_for("projects.merging", ref=project.ref))


def _proposed(project: Project, form: MergeForm) -> str:
    into = project_by_ref(form.into.data)
    try:
        services.propose_merge(project.id, into.id if into else 0, form.reason.data, security.current_actor())
    except services.CannotJoin:
        return _("Ces deux projets ne peuvent pas être réunis maintenant. Rien n'a changé.")
    return _("C'est proposé. L'autre équipe va répondre.")


def _page(project: Project, found: Proposed | None, form: MergeForm) -> Page:
    actor = security.current_actor()
    reader = reader_of(project, actor)
    choices = [shown_choice(project, reader, choice) for choice in choices_of(project, reader.roles, others=True)]
    merge: dict[str, Any] | None = next((one | {"screen": None} for one in choices if one["name"] == "merge"), None)
    return render_template(
        "projects/merging.html", project=project, found=found, form=form, seen=project.step_count, typed=Typed(),
        merge=merge if merge and merge["open"] else None,
        may_answer=found is not None and project.id not in found.answers and policy.carries_first(project, actor),
        may_take_back=found is not None and project.id in found.answers and policy.carries_first(project, actor),
    ), 422 if form.errors else 200  # fmt: skip
