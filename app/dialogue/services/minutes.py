"""What is written after a meeting: its minutes, why people were absent, what was made of it with a resident."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from app import clock
from app.db import lock, session, transaction
from app.dialogue import policy
from app.dialogue.models import AbsenceCount, AbsenceReason, Meeting, MeetingExperience
from app.steps.actor import Actor


class NotWritable(ValueError):
    """The meeting was not held yet, or its minutes are published: they must be taken back first."""


@dataclass(frozen=True)
class Written:
    """The minutes, their plain version, and whether somebody checked that what looks like a name is nobody's."""

    minutes: str
    minutes_plain: str
    names_checked: bool = False


@dataclass(frozen=True)
class Told:
    """What a facilitator and a resident say of a meeting; the slips given at the end, counted."""

    with_resident: bool
    went_well: str
    to_change: str
    slips: int = 0
    understood: int = 0
    listened: int = 0
    comes_back: int = 0


@transaction()
def write_minutes(meeting_id: int, written: Written, actor: Actor) -> None:
    """Keep the minutes of a meeting that was held, until they are published. Raises NotAllowed, NotWritable."""
    meeting = _own(meeting_id, actor)
    if meeting.state != "closed":
        raise NotWritable
    meeting.minutes, meeting.minutes_plain = written.minutes.strip(), written.minutes_plain.strip()
    meeting.names_checked_at = clock.now() if written.names_checked else None


@transaction()
def count_absences(meeting_id: int, counts: Mapping[AbsenceReason, int], actor: Actor) -> None:
    """Write how many people gave each reason for not coming, in place of what was written before. Raises NotAllowed."""
    meeting = _own(meeting_id, actor)
    rows = {row.reason: row for row in session().scalars(sa.select(AbsenceCount).filter_by(meeting_id=meeting.id))}
    for reason in AbsenceReason:
        count, row = counts.get(reason, 0), rows.get(reason)
        if row and count:
            row.count = count
        elif row:
            session().delete(row)
        elif count:
            session().add(AbsenceCount(meeting_id=meeting.id, reason=reason, count=count))


@transaction()
def tell_experience(meeting_id: int, told: Told, actor: Actor) -> None:
    """Keep what a facilitator and a resident make of a meeting. Raises NotAllowed, NotWritable before it was held."""
    meeting = _own(meeting_id, actor)
    if not meeting.was_held:
        raise NotWritable
    row = session().scalar(sa.select(MeetingExperience).filter_by(meeting_id=meeting.id))
    if row is None:
        row = MeetingExperience(meeting_id=meeting.id)
        session().add(row)
    row.with_resident = told.with_resident
    row.went_well, row.to_change = told.went_well.strip(), told.to_change.strip()
    row.slips, row.understood = told.slips, told.understood
    row.listened, row.comes_back = told.listened, told.comes_back
    row.told_at, row.told_by_id = clock.now(), actor.person_id


def _own(meeting_id: int, actor: Actor) -> Meeting:
    meeting = lock(Meeting, meeting_id)
    if meeting is None:
        raise policy.NotAllowed
    policy.check(policy.can_record(meeting.neighbourhood, actor))
    return meeting
