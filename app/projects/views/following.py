"""Following a project from its page."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app import security
from app.i18n import gettext as _
from app.projects.queries.page import is_followed
from app.projects.services import following
from app.projects.views import bp
from app.projects.views.opening import project_or_404


@bp.get("/projects/<ref>/follow")
@security.signed_in
def follow_choice(ref: str) -> str:
    """Say what following means, and offer to begin or to stop."""
    project = project_or_404(ref)
    return render_template(
        "projects/follow.html", project=project, followed=is_followed(project, security.current_actor())
    )


@bp.post("/projects/<ref>/follow")
@security.signed_in
def follow(ref: str) -> Response:
    """Follow the project."""
    following.follow(project_or_404(ref), security.current_actor())
    flash(_("Vous suivez ce projet. Ses nouvelles viendront une fois par semaine."))
    return redirect(url_for("projects.show", ref=ref), 303)


@bp.post("/projects/<ref>/unfollow")
@security.signed_in
def unfollow(ref: str) -> Response:
    """Follow the project no more."""
    following.stop_following(project_or_404(ref), security.current_actor())
    flash(_("Vous ne suivez plus ce projet."))
    return redirect(url_for("projects.show", ref=ref), 303)
