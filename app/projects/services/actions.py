"""Take a workflow action on a project, or take one back, from a page that may have grown old."""

from __future__ import annotations

import sqlalchemy as sa

from app.db import lock, session, transaction
from app.projects.models import Project
from app.steps import services as steps
from app.steps.actor import Actor
from app.steps.models import Step, StepKind


class Moved(Exception):
    """The project moved since the page was shown; nothing was done."""


class AlreadyDone(Moved):
    """The same person already did exactly this: a double click, or a page sent again."""


@transaction()
def act(project_id: int, action: str, actor: Actor, note: str, seen: int) -> Step:
    """Take an action, once, on the project as the person saw it when its history had `seen` steps.

    Raises AlreadyDone or Moved when the project moved since, ActionRefused when the action is not open.
    """
    project = _as_seen(project_id, (StepKind.ACTION, action), actor, seen)
    return steps.perform(project, action, actor, note)


@transaction()
def take_back(project_id: int, action: str, actor: Actor, reason: str, seen: int) -> Step:
    """Undo the last action, which the person saw to be `action`, with a reason.

    Raises AlreadyDone or Moved when the project moved since, ActionRefused when it cannot be undone.
    """
    project = _as_seen(project_id, (StepKind.CORRECTION, action), actor, seen)
    return steps.correct(project, actor, reason)


def _as_seen(project_id: int, wanted: tuple[StepKind, str], actor: Actor, seen: int) -> Project:
    project = lock(Project, project_id)
    if project is None:
        raise LookupError(f"project {project_id} no longer exists")
    if project.step_count <= seen:
        return project
    first = session().scalars(_moves_since(project, seen)).first()
    if first is None:
        return project
    if (first.kind, first.action) == wanted and first.actor_id == actor.person_id:
        raise AlreadyDone
    raise Moved


def _moves_since(project: Project, seen: int) -> sa.Select[Step]:
    return (
        sa.select(Step)
        .filter_by(subject_kind=project.kind, subject_id=project.id)
        .where(Step.number > seen, Step.kind != StepKind.ENTRY)
        .order_by(Step.number)
    )
