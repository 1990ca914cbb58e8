"""What else changes in a project file when it moves."""

from __future__ import annotations

from app import clock
from app.projects.models import Project
from app.projects.pace import forget_unblocking
from app.steps.actor import Actor
from app.steps.kinds import reversal, upon, watcher
from app.steps.models import Step, StepKind


@upon("project", "submit")
def publish(project: Project, _actor: Actor) -> None:
    """Show the project to everybody from the first time it is sent."""
    project.published_at = project.published_at or clock.now()


@reversal("project", "submit")
def unpublish(project: Project, _step: Step, _actor: Actor) -> None:
    """Make the project a private draft again when it was sent by mistake."""
    project.published_at = None


@watcher("project")
def forget_pace(project: Project, step: Step, _actor: Actor) -> None:
    """A project that moves is blocked no more: how it goes is told again in its new state."""
    if step.kind is not StepKind.ENTRY:
        project.pace, project.pace_note = None, ""
        forget_unblocking(project)
