"""Locking a subject and, before some actions, the others that move with it: always by ascending id.

Two people who act on the same two subjects then wait for each other in turn, never for ever.
"""

from __future__ import annotations

from typing import TypeVar

from app.db import lock
from app.steps import kinds
from app.steps.models import Subject

S = TypeVar("S", bound=Subject)


class Moved(Exception):
    """The subject moved since the page was shown, or while it was being locked; nothing was done."""


def locked(subject: S, action: str = "") -> S:
    """Return a subject afresh, locked until the transaction ends, with those of its kind that the action moves too.

    Raises LookupError when it no longer exists, Moved when others are concerned once it is locked.
    """
    others = kinds.companions(subject, action)
    rows = {key: lock(type(subject), key) for key in sorted({subject.id, *others})}  # type: ignore[type-var]
    fresh = rows[subject.id]
    if fresh is None:
        raise LookupError(f"{subject.kind} {subject.id} no longer exists")
    if others and not kinds.companions(fresh, action) <= others:
        raise Moved
    return fresh
