"""What else changes in a project file when it moves."""

from __future__ import annotations

import sqlalchemy as sa

from app import clock
from app.db import session
from app.projects.models import Project
from app.projects.pace import forget_unblocking
from app.projects.queries.merging import project_joined
from app.projects.services import merging, revisions, voices
from app.steps.actor import Actor
from app.steps.kinds import moving_with, reversal, upon, watcher
from app.steps.models import Step, StepKind
from app.steps.services import BEGIN_AGAIN


@upon("project", "submit")
def publish(project: Project, _actor: Actor) -> None:
    """Show the project to everybody from the first time it is sent."""
    project.published_at = project.published_at or clock.now()


@upon("project", "submit", "complete")
def keep_what_is_sent(project: Project, actor: Actor) -> None:
    """Keep the version that is sent, once the project is shown, and link it to the words from which it was born."""
    revisions.keep_revision(project, actor)
    voices.link_origin(project, actor)


@moving_with("project", "merge")
def the_project_joined(project_id: int) -> list[int]:
    """Lock with a project the one that it joins."""
    return project_joined(project_id)


@upon("project", "merge")
def bring_along(project: Project, actor: Actor) -> None:
    """Bring to the other project what this one holds."""
    merging.bring_along(project, actor)


@reversal("project", "submit")
def unpublish(project: Project, _step: Step, _actor: Actor) -> None:
    """Make the project a private draft again when it was sent by mistake; one that stood before stays readable."""
    if not _stood_before(project):
        project.published_at = None


@watcher("project")
def forget_pace(project: Project, step: Step, _actor: Actor) -> None:
    """A project that moves is blocked no more: how it goes is told again in its new state."""
    if step.kind is not StepKind.ENTRY:
        project.pace, project.pace_note = None, ""
        forget_unblocking(project)


@watcher("project")
def note_stopping(project: Project, step: Step, actor: Actor) -> None:
    """Keep among the changes that a project is given up, or goes on after all."""
    revisions.note_stopping(project, step, actor)


def _stood_before(project: Project) -> bool:
    asked = sa.exists().where(
        Step.subject_kind == Project.kind, Step.subject_id == project.id, Step.action == BEGIN_AGAIN
    )
    return bool(session().scalar(sa.select(asked)))
