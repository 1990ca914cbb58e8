"""Letting a project be granted although its carriers are late elsewhere."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, url_for
from werkzeug.wrappers import Response

from app.funds import overdue, policy
from app.funds.forms import ConfirmForm, ReasonForm
from app.funds.services import waivers
from app.funds.views import Page, answer, bp
from app.i18n import gettext as _
from app.projects.models import Project
from app.projects.queries.page import project_by_ref
from app.security import current_actor, signed_in


@bp.get("/projects/<ref>/exception")
@signed_in
def exception(ref: str) -> str:
    """Show what is late, and the exception if there is one."""
    return _page(_project(ref), ReasonForm(formdata=None))


@bp.post("/projects/<ref>/exception")
@signed_in
def lift_bar(ref: str) -> Response | Page:
    """Let the project be granted all the same."""
    project, form = _project(ref), ReasonForm()

    def act() -> str:
        waivers.lift_bar(project, form.note.data or "", current_actor())
        return _("L'exception est notée dans l'histoire du projet. Le comité peut décider.")

    return answer(project, form, act, url_for(".exception", ref=ref), lambda: _page(project, form))


@bp.post("/projects/<ref>/exception/revoke")
@signed_in
def put_bar_back(ref: str) -> Response | Page:
    """Take the exception back."""
    project, form = _project(ref), ConfirmForm()

    def act() -> str:
        waivers.put_bar_back(project, current_actor())
        return _("L'exception est retirée.")

    return answer(project, form, act, url_for(".exception", ref=ref), lambda: _page(project, form))


def _project(ref: str) -> Project:
    project = project_by_ref(ref)
    if project is None or not policy.can_lift_bar(project, current_actor()):
        abort(404)
    return project


def _page(project: Project, form: Any) -> str:
    return render_template(
        "funds/exception.html",
        project=project,
        form=form if isinstance(form, ReasonForm) else ReasonForm(formdata=None),
        failed=form,
        late=overdue.overdue_of(project),
        sentence=overdue.sentence,
        waiver=overdue.waiver_of(project),
    )
