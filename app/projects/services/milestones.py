"""The milestones of the works: planned, reached one day, perhaps with a photo; taken away while not reached."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from app import clock
from app.db import lock, session, transaction
from app.files import StoredFile
from app.projects import follow_policy
from app.projects.models import Milestone, Project
from app.projects.policy import NotAllowed
from app.projects.services.attachments import Shown, keep
from app.steps import services as steps
from app.steps.actor import Actor

MOST = 20
"""Beyond, nobody reads them."""


class TooMany(ValueError):
    """A project has all the milestones that one can read."""


@transaction()
def plan(project_id: int, label: str, due_on: date, actor: Actor) -> Milestone:
    """Add a milestone; the same one sent twice is kept once. Raises NotAllowed, or TooMany."""
    project = _workable(project_id, actor)
    known = milestones_of(project.id)
    same = next((one for one in known if (one.label, one.due_on) == (label.strip(), due_on)), None)
    if same is not None:
        return same
    if len(known) >= MOST:
        raise TooMany
    made = Milestone(project_id=project.id, label=label.strip(), due_on=due_on)
    session().add(made)
    session().flush()
    return made


@transaction()
def reach(milestone_id: int, actor: Actor, photo: StoredFile | None = None) -> None:
    """Say that a milestone is reached today, with a photo if there is one; said twice, it counts once.

    Raises NotAllowed.
    """
    milestone = _of(milestone_id)
    project = _workable(milestone.project_id, actor)
    if milestone.done_on is not None:
        return
    milestone.done_on = clock.today()
    details: dict[str, object] = {"label": milestone.label}
    if photo is not None:
        shown = Shown(is_public=True, caption=milestone.label)
        milestone.attachment_id = keep(project, photo, "photo", actor, shown).id
        details["photo"] = milestone.attachment_id
    session().flush()
    steps.record(project, "milestone", actor, details=details)


@transaction()
def take_back(milestone_id: int, actor: Actor) -> None:
    """Say that a milestone is not reached after all; the history keeps both. Raises NotAllowed."""
    milestone = _of(milestone_id)
    project = _workable(milestone.project_id, actor)
    if milestone.done_on is None:
        return
    milestone.done_on, milestone.attachment_id = None, None
    session().flush()
    steps.record(project, "milestone_back", actor, details={"label": milestone.label})


@transaction()
def drop(milestone_id: int, actor: Actor) -> None:
    """Take away a milestone that is not reached. Raises NotAllowed."""
    milestone = _of(milestone_id)
    _workable(milestone.project_id, actor)
    if milestone.done_on is None:
        session().delete(milestone)


def milestones_of(project_id: int) -> Sequence[Milestone]:
    """Return the milestones of a project, in the order of their dates."""
    asked = sa.select(Milestone).filter_by(project_id=project_id)
    return session().scalars(asked.order_by(Milestone.due_on, Milestone.id)).all()


def _of(milestone_id: int) -> Milestone:
    milestone = lock(Milestone, milestone_id)
    if milestone is None:
        raise NotAllowed
    return milestone


def _workable(project_id: int, actor: Actor) -> Project:
    project = lock(Project, project_id)
    if project is None or not follow_policy.can_plan_works(project, actor):
        raise NotAllowed
    return project
