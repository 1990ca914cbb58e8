"""The milestones of the works."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import clock, files, security
from app.db import session
from app.i18n import gettext as _
from app.projects import follow_policy
from app.projects.follow_forms import MilestoneForm
from app.projects.models import Milestone, Project
from app.projects.queries.follow import follow_of
from app.projects.services import milestones as services
from app.projects.views import bp
from app.projects.views.opening import project_or_404

Page = tuple[str, int]


@bp.route("/projects/<ref>/milestones", methods=["GET", "POST"])
@security.signed_in
def milestones(ref: str) -> Page | Response:
    """Show the milestones, and add one."""
    project = project_or_404(ref)
    if not follow_policy.can_plan_works(project, security.current_actor()):
        abort(403)
    form = MilestoneForm()
    if form.validate_on_submit() and _planned(project, form):
        flash(_("L'étape est ajoutée. Tout le monde peut la lire."), "success")
        return redirect(url_for("projects.milestones", ref=ref), 303)
    rows = follow_of(project).milestones
    page = render_template("projects/milestones.html", project=project, form=form, rows=rows, today=clock.today())
    return page, 422 if form.errors else 200


@bp.post("/milestones/<int:milestone_id>/<any(reach, back, drop):act>")
@security.signed_in
def change_milestone(milestone_id: int, act: str) -> Response:
    """Say that a milestone is reached, with a photo if there is one; or that it is not; or take it away."""
    found, actor = session().get(Milestone, milestone_id), security.current_actor()
    if found is None or not follow_policy.can_plan_works(found.project, actor):
        abort(404)
    if act == "drop":
        services.drop(found.id, actor)
    elif act == "back":
        services.take_back(found.id, actor)
    else:
        _reached(found)
    return redirect(url_for("projects.milestones", ref=found.project.ref), 303)


def _planned(project: Project, form: MilestoneForm) -> bool:
    if form.due_on.data is None:
        return False
    try:
        services.plan(project.id, form.label.data or "", form.due_on.data, security.current_actor())
    except services.TooMany:
        form.label.errors = [_("Un projet garde au plus %(num)d étapes.", num=services.MOST)]
    return not form.errors


def _reached(found: Milestone) -> None:
    sent = request.files.get("photo")
    try:
        photo = files.receive(sent, photo_only=True) if sent and sent.filename else None
    except files.FileRefused as refused:
        flash(str(refused), "error")
        return
    services.reach(found.id, security.current_actor(), photo)
    flash(_("Bravo ! L'étape est atteinte."), "success")
