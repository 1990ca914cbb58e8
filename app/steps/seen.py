"""Act from a page that may have grown old: once, and only on the subject as the person saw it."""

from __future__ import annotations

from typing import TypeVar

import sqlalchemy as sa

from app.db import session
from app.steps.actor import Actor
from app.steps.locking import Moved, locked
from app.steps.models import Step, StepKind, Subject

__all__ = ["AlreadyDone", "Moved", "as_seen"]

S = TypeVar("S", bound=Subject)


class AlreadyDone(Moved):
    """The same person already did exactly this: a double click, or a page sent again."""


def as_seen(subject: S, wanted: tuple[StepKind, str], actor: Actor, seen: int) -> S:
    """Return a subject, locked, if it has not moved since the person saw it with `seen` steps in its history.

    `wanted` is what they want to do now. Raises AlreadyDone, Moved; call it inside the transaction of the act.
    """
    fresh = locked(subject, wanted[1])
    first = session().scalars(_moves_since(fresh, seen)).first() if fresh.step_count > seen else None
    if first is None:
        return fresh
    if (first.kind, first.action) == wanted and first.actor_id == actor.person_id:
        raise AlreadyDone
    raise Moved


def _moves_since(subject: Subject, seen: int) -> sa.Select[Step]:
    return (
        sa.select(Step)
        .filter_by(subject_kind=subject.kind, subject_id=subject.id)
        .where(Step.number > seen, Step.kind != StepKind.ENTRY)
        .order_by(Step.number)
    )
