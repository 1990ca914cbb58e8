"""The team of a project: who looks after what."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import security
from app.i18n import gettext as _
from app.projects import follow_policy
from app.projects.follow_forms import TeamForm
from app.projects.services.team import share_out
from app.projects.views import bp
from app.projects.views.opening import project_or_404


@bp.route("/projects/<ref>/team", methods=["GET", "POST"])
@security.signed_in
def team(ref: str) -> tuple[str, int] | Response:
    """Say who is called first, and what each member looks after."""
    project = project_or_404(ref)
    if not follow_policy.can_arrange_team(project, security.current_actor()):
        abort(403)
    form = TeamForm(project.team)
    if form.validate_on_submit():
        share_out(project.id, form.parts(request.form), form.main.data, security.current_actor())
        flash(_("C'est noté. Chacun et chacune sait ce qu'il y a à faire."), "success")
        return redirect(url_for("projects.show", ref=ref), 303)
    page = render_template("projects/team.html", project=project, form=form, offered=form.offered())
    return page, 422 if form.errors else 200
