"""Plan how people will be reached before a meeting, and note what was done, from a phone, at the foot of a building."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from app import clock
from app.db import lock, session, transaction
from app.dialogue import policy
from app.dialogue.models import Meeting, OutreachAction, OutreachMode
from app.steps.actor import Actor
from app.territory.models import Neighbourhood

AGAIN = timedelta(minutes=2)
"""The same words noted again within this time are a double press."""


@dataclass(frozen=True)
class Done:
    """What was done: time in minutes, money in cents, people reached, contacts they left."""

    mode: OutreachMode
    done_on: date
    minutes_spent: int
    reached: int
    contacts_left: int = 0
    cost_cents: int = 0
    note: str = ""
    mode_words: str = ""


@transaction()
def plan(meeting_id: int, modes: Iterable[OutreachMode], actor: Actor) -> None:
    """Say by which ways people will be reached before a meeting; what is done already stays. Raises NotAllowed."""
    meeting = lock(Meeting, meeting_id)
    if meeting is None:
        raise policy.NotAllowed
    policy.check(policy.can_reach_out(meeting.neighbourhood, actor))
    wanted = set(modes)
    rows = session().scalars(sa.select(OutreachAction).filter_by(meeting_id=meeting.id)).all()
    for row in rows:
        if row.done_on is None and row.mode not in wanted:
            session().delete(row)
    for mode in [mode for mode in OutreachMode if mode in wanted - {row.mode for row in rows}]:
        session().add(
            OutreachAction(
                neighbourhood_id=meeting.neighbourhood_id,
                meeting_id=meeting.id,
                mode=mode,
                by_id=actor.person_id,
                noted_at=clock.now(),
            )
        )


@transaction()
def note_done(place: Neighbourhood, meeting: Meeting | None, done: Done, actor: Actor) -> OutreachAction:
    """Note what was done, once whatever the clicks; a plan of the same sort for the meeting is then done.

    Raises NotAllowed, also for a meeting of another neighbourhood.
    """
    policy.check(policy.can_reach_out(place, actor))
    policy.check(meeting is None or meeting.neighbourhood_id == place.id)
    lock(Neighbourhood, place.id)
    row = _just_noted(place, meeting, done, actor) or _planned(meeting, done.mode)
    if row is None:
        row = OutreachAction(neighbourhood_id=place.id, meeting_id=meeting.id if meeting else None)
        session().add(row)
    row.mode, row.mode_words = done.mode, done.mode_words.strip() if done.mode is OutreachMode.OTHER else ""
    row.done_on, row.minutes_spent, row.cost_cents = done.done_on, done.minutes_spent, done.cost_cents
    row.reached, row.contacts_left, row.note = done.reached, done.contacts_left, done.note.strip()
    row.by_id, row.noted_at = actor.person_id, clock.now()
    session().flush()
    return row


@transaction()
def forget(action_id: int, actor: Actor) -> None:
    """Take away what was noted by mistake. Raises NotAllowed."""
    row = lock(OutreachAction, action_id)
    if row is None:
        return
    policy.check(policy.can_reach_out(session().get_one(Neighbourhood, row.neighbourhood_id), actor))
    session().delete(row)


def _just_noted(place: Neighbourhood, meeting: Meeting | None, done: Done, actor: Actor) -> OutreachAction | None:
    return session().scalar(
        sa.select(OutreachAction)
        .filter_by(
            neighbourhood_id=place.id, meeting_id=meeting.id if meeting else None, mode=done.mode,
            done_on=done.done_on, minutes_spent=done.minutes_spent, reached=done.reached, by_id=actor.person_id,
        )
        .where(OutreachAction.noted_at > clock.now() - AGAIN)
        .order_by(OutreachAction.id)
        .limit(1)
    )  # fmt: skip


def _planned(meeting: Meeting | None, mode: OutreachMode) -> OutreachAction | None:
    if meeting is None:
        return None
    planned = sa.select(OutreachAction).filter_by(meeting_id=meeting.id, mode=mode, done_on=None)
    return session().scalar(planned.order_by(OutreachAction.id).limit(1))
