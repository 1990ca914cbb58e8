"""Think of a meeting, change what is told of it, count who came, or write down one that was held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

import sqlalchemy as sa

from app import clock
from app.db import lock, session, transaction
from app.dialogue import policy
from app.dialogue.models import COMING, HELD, DialogueSpace, Meeting
from app.steps import services as steps
from app.steps.actor import Actor
from app.territory.models import Neighbourhood

WORKFLOW = "meeting"


class NotYetHeld(ValueError):
    """A meeting to come cannot be told as held."""


class Over(ValueError):
    """The meeting is over or cancelled: what invited people to it does not change any more."""


class AlreadyPrepared(ValueError):
    """This meeting is being prepared: who came is written on its page, not in a second meeting."""


class DayAnnounced(ValueError):
    """People were told this day: the meeting is postponed first, so that they hear of it."""


@dataclass(frozen=True)
class Held:
    """A meeting as it is told once held: `residents_count` without names."""

    title: str
    held_on: date
    place: str
    residents_count: int
    summary: str = ""


@dataclass(frozen=True)
class Invitation:
    """A meeting as people are invited to it."""

    title: str
    held_on: date
    place: str
    start_time: time | None = None
    end_time: time | None = None
    has_childcare: bool = False
    has_food: bool = False
    is_step_free: bool = False
    languages: str = ""
    practical_note: str = ""


@transaction()
def think_of_meeting(space: DialogueSpace, told: Invitation, actor: Actor) -> Meeting:
    """Write down the idea of a meeting, once whatever the clicks. Raises NotAllowed."""
    _check(space, actor)
    lock(DialogueSpace, space.id)
    again = _same(space, told.title, told.held_on)
    if again:
        return again
    meeting = Meeting(space=space)
    _invite(meeting, told)
    steps.begin(meeting, WORKFLOW, actor)
    return meeting


@transaction()
def change_meeting(meeting_id: int, told: Invitation, actor: Actor) -> None:
    """Change what is told of a meeting to come; the history says that it changed.

    Raises NotAllowed, Over, DayAnnounced.
    """
    meeting = _own(meeting_id, actor)
    if meeting.state in HELD or not meeting.is_open:
        raise Over
    if meeting.state in COMING and told.held_on != meeting.held_on:
        raise DayAnnounced
    before = _facts(meeting)
    _invite(meeting, told)
    if _facts(meeting) != before:
        session().flush()
        steps.record(meeting, "changed", actor)
        steps.reschedule(meeting)


@transaction()
def count_residents(meeting_id: int, residents: int, actor: Actor) -> None:
    """Write how many residents came, in all and without names. Raises NotAllowed, NotYetHeld before the day."""
    meeting = _own(meeting_id, actor)
    if meeting.held_on > clock.today():
        raise NotYetHeld
    meeting.residents_count, meeting.counted_at = residents, clock.now()


@transaction()
def record_meeting(space: DialogueSpace, told: Held, actor: Actor) -> Meeting:
    """Write down a meeting that was held, once whatever the clicks.

    Raises NotAllowed, NotYetHeld, AlreadyPrepared when its own page can tell that it was held.
    It enters its workflow as closed: its minutes are still to be published.
    """
    _check(space, actor)
    if told.held_on > clock.today():
        raise NotYetHeld
    lock(DialogueSpace, space.id)
    again = _same(space, told.title, told.held_on)
    if again and again.was_held:
        return again
    if again and again.state in ("idea", *COMING):
        raise AlreadyPrepared
    meeting = Meeting(
        space=space,
        title=told.title.strip(),
        held_on=told.held_on,
        place=told.place.strip(),
        residents_count=told.residents_count,
        counted_at=clock.now(),
        summary=told.summary.strip(),
    )
    steps.begin(meeting, WORKFLOW, actor)
    steps.perform(meeting, "record_held", actor)
    return meeting


def _same(space: DialogueSpace, title: str, held_on: date) -> Meeting | None:
    """Return the meeting of this name on this day, a cancelled one left out; the one that was held first."""
    same = sa.select(Meeting).filter_by(space_id=space.id, title=title.strip(), held_on=held_on)
    found = session().scalars(same.where(Meeting.state != "cancelled").order_by(Meeting.id)).all()
    return next((one for one in found if one.was_held), found[0] if found else None)


def _invite(meeting: Meeting, told: Invitation) -> None:
    meeting.title, meeting.held_on, meeting.place = told.title.strip(), told.held_on, told.place.strip()
    meeting.start_time, meeting.end_time = told.start_time, told.end_time
    meeting.has_childcare, meeting.has_food = told.has_childcare, told.has_food
    meeting.is_step_free, meeting.languages = told.is_step_free, told.languages.strip()
    meeting.practical_note = told.practical_note.strip()


def _facts(meeting: Meeting) -> tuple[object, ...]:
    return (
        meeting.title, meeting.held_on, meeting.place, meeting.start_time, meeting.end_time, meeting.has_childcare,
        meeting.has_food, meeting.is_step_free, meeting.languages, meeting.practical_note,
    )  # fmt: skip


def _own(meeting_id: int, actor: Actor) -> Meeting:
    meeting = lock(Meeting, meeting_id)
    if meeting is None:
        raise policy.NotAllowed
    policy.check(policy.can_record(meeting.neighbourhood, actor))
    return meeting


def _check(space: DialogueSpace, actor: Actor) -> None:
    policy.check(policy.can_record(session().get_one(Neighbourhood, space.neighbourhood_id), actor))
