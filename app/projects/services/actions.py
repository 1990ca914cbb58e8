"""Take a workflow action on a project, or take one back, from a page that may have grown old."""

from __future__ import annotations

from app.db import session, transaction
from app.projects.models import Project
from app.steps import services as steps
from app.steps.actor import Actor
from app.steps.models import Step, StepKind
from app.steps.seen import AlreadyDone, Moved, as_seen

__all__ = ["AlreadyDone", "Moved", "act", "take_back"]


@transaction()
def act(project_id: int, action: str, actor: Actor, note: str, seen: int) -> Step:
    """Take an action, once, on the project as the person saw it when its history had `seen` steps.

    Raises AlreadyDone or Moved when the project moved since, ActionRefused when the action is not open.
    """
    return steps.perform(as_seen(_project(project_id), (StepKind.ACTION, action), actor, seen), action, actor, note)


@transaction()
def take_back(project_id: int, action: str, actor: Actor, reason: str, seen: int) -> Step:
    """Undo the last action, which the person saw to be `action`, with a reason.

    Raises AlreadyDone or Moved when the project moved since, ActionRefused when it cannot be undone.
    """
    return steps.correct(as_seen(_project(project_id), (StepKind.CORRECTION, action), actor, seen), actor, reason)


def _project(project_id: int) -> Project:
    return session().get_one(Project, project_id)
