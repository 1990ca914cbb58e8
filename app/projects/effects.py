"""What else changes in a project file when it moves."""

from __future__ import annotations

from app import clock
from app.projects.models import Project
from app.steps.actor import Actor
from app.steps.kinds import upon


@upon("project", "submit")
def publish(project: Project, _actor: Actor) -> None:
    """Show the project to everybody from the first time it is sent."""
    project.published_at = project.published_at or clock.now()
