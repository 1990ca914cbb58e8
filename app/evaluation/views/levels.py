"""The place of residents in a project: what was promised, what the facts show, and the gap between them."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, url_for

from app.evaluation import policy
from app.evaluation.forms.levels import OverrideForm, PromiseForm, first_promises
from app.evaluation.forms.panel import explain
from app.evaluation.level_queries import levels_of
from app.evaluation.level_telling import told_levels
from app.evaluation.models import ParticipationLevel
from app.evaluation.queries import project_to_evaluate
from app.evaluation.refusals import EvaluationRefused
from app.evaluation.services import levels as services
from app.evaluation.views import Page, bp
from app.i18n import gettext as _
from app.projects.models import Project
from app.security import current_actor, public, reading_actor, signed_in


@bp.get("/projects/<ref>/levels")
@public
def levels(ref: str) -> Page:
    """Read the levels of a project, stage by stage, with every reason and every promise that changed."""
    return _page(_project(ref))


@bp.post("/projects/<ref>/levels")
@signed_in
def declare(ref: str) -> Page:
    """Promise the levels, or hold one against the observed one."""
    project = _project(ref)
    wants_override = "override" in request.form
    allowed = policy.can_override if wants_override else policy.can_declare
    if not allowed(project, current_actor()):
        abort(404)
    promise, override = PromiseForm(), OverrideForm()
    override.offer(levels_of(project))
    form = override if wants_override else promise
    act = _contest if wants_override else _promise
    if form.validate() and _did(form, lambda: act(project, form)):
        flash(_("C'est écrit, avec votre raison.") if wants_override else _("La place promise est écrite."))
        return redirect(url_for(".levels", ref=ref), 303)
    shown = (None, override) if wants_override else (promise, None)
    return _page(_project(ref), *shown), 422


def _promise(project: Project, form: PromiseForm) -> None:
    services.declare_levels(project, form.promised(), form.reason.data or "", current_actor())


def _contest(project: Project, form: OverrideForm) -> None:
    level = ParticipationLevel(int(form.level.data))
    services.override_level(project, form.stage.data, level, form.why.data or "", current_actor())


def _did(form: PromiseForm | OverrideForm, act: Callable[[], None]) -> bool:
    try:
        act()
    except EvaluationRefused as refused:
        explain(form, refused.sentences)
        return False
    return True


def _page(project: Project, promise: PromiseForm | None = None, override: OverrideForm | None = None) -> str:
    found, actor = levels_of(project), reading_actor()
    promise = promise or PromiseForm(formdata=None, data=first_promises(found))
    override = override or OverrideForm(formdata=None)
    override.offer(found)
    return render_template(
        "evaluation/levels.html",
        project=project,
        told=told_levels(found, project),
        promise=promise,
        override=override,
        can_declare=actor is not None and policy.can_declare(project, actor),
        can_override=actor is not None and policy.can_override(project, actor) and bool(override.stage.choices),
    )


def _project(ref: str) -> Project:
    return project_to_evaluate(ref) or abort(404)
