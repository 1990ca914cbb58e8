"""Doing what a form asks once only, however many times it arrives."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app import clock
from app.db import is_sqlite, session, transaction
from app.jobs import every_minute
from app.once.models import Received
from app.steps.actor import Actor

KEPT_DAYS = 30
"""A device that was off for longer than this sends its forms as new ones."""


@transaction()
def once(key: str, actor: Actor, act: Callable[[], str]) -> str:
    """Do `act` and keep its answer under the key of the form; a key already seen gets the first answer, nothing done.

    Both are stored together or not at all: when `act` raises, the key is free again. Without a key, `act` is done.
    """
    if not key:
        return act()
    digest = _digest(key, actor)
    if not _claimed(digest, actor):
        return session().get_one(Received, digest, populate_existing=True).answer
    answer = act()
    session().execute(sa.update(Received).where(Received.key == digest).values(answer=answer))
    return answer


def answer_of(key: str, actor: Actor) -> str | None:
    """Return what was answered to a form already received from this person, or None; for pages that check first."""
    if not key:
        return None
    return session().scalar(sa.select(Received.answer).where(Received.key == _digest(key, actor)))


@every_minute
@transaction()
def forget_old_keys() -> int:
    """Delete the keys older than thirty days; return how many."""
    before = clock.now() - timedelta(days=KEPT_DAYS)
    gone = session().execute(sa.delete(Received).where(Received.received_at < before))
    return gone.rowcount  # type: ignore[attr-defined, no-any-return]


def _digest(key: str, actor: Actor) -> str:
    return hashlib.sha256(f"{actor.acting_id}:{key}".encode()).hexdigest()


def _claimed(digest: str, actor: Actor) -> bool:
    """Take the key; a sending of the same form that is under way is waited for. False when it was taken before."""
    dialect = sqlite if is_sqlite() else postgresql
    row = {"key": digest, "person_id": actor.person_id, "received_at": clock.now(), "answer": ""}
    claim = dialect.insert(Received).values(row).on_conflict_do_nothing().returning(Received.key)
    return session().scalar(claim) is not None
