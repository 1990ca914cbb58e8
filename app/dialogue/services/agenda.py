"""The agenda of a meeting: what enters by itself, what its team adds, takes off, moves up or down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.db import lock, session, transaction
from app.dialogue import hooks, policy
from app.dialogue.models import HELD, AgendaKind, Meeting, MeetingLine
from app.dialogue.services.meetings import Over
from app.steps.actor import Actor

MOST_LINES = 30
"""More lines than that do not fit in a meeting."""


class TooMany(ValueError):
    """The agenda is full."""


@dataclass(frozen=True)
class Line:
    """A line to add; `minutes` is how long it should take, if one knows."""

    kind: AgendaKind
    title: str
    minutes: int | None = None


@transaction()
def add_line(meeting_id: int, line: Line, actor: Actor) -> None:
    """Put a line at the end of an agenda, once whatever the clicks. Raises NotAllowed, Over, TooMany."""
    meeting = _own(meeting_id, actor)
    lines = _taken_in(meeting)
    if any(known.kind is line.kind and known.title == line.title.strip() for known in lines):
        return
    if len(lines) >= MOST_LINES:
        raise TooMany
    row = MeetingLine(
        meeting_id=meeting.id,
        kind=line.kind,
        title=line.title.strip(),
        minutes=line.minutes,
        position=_after(lines),
    )
    session().add(row)


@transaction()
def take_off(item_id: int, actor: Actor) -> int | None:
    """Take a line off an agenda and return the number of its meeting; one that is gone stays gone.

    Raises NotAllowed, Over.
    """
    item = session().get(MeetingLine, item_id)
    if item is None:
        return None
    _own(item.meeting_id, actor)
    if item.about_kind:
        item.is_dropped = True
    else:
        session().delete(item)
    return item.meeting_id


@transaction()
def move(item_id: int, places: int, actor: Actor) -> int | None:
    """Move a line up (-1) or down (+1) among the others and return the number of its meeting.

    Raises NotAllowed, Over.
    """
    item = session().get(MeetingLine, item_id)
    if item is None or item.is_dropped:
        return None
    lines = _taken_in(_own(item.meeting_id, actor))
    here = next(rank for rank, line in enumerate(lines) if line.id == item_id)
    lines.insert(max(0, here + places), lines.pop(here))
    for rank, line in enumerate(lines):
        line.position = rank
    return item.meeting_id


def take_in(meeting: Meeting) -> None:
    """Write down what enters the agenda by itself: questions that wait, information notes; inside a transaction."""
    _taken_in(meeting)


def _taken_in(meeting: Meeting) -> list[MeetingLine]:
    rows = session().scalars(
        sa.select(MeetingLine).filter_by(meeting_id=meeting.id).order_by(MeetingLine.position, MeetingLine.id)
    ).all()  # fmt: skip
    known = {(row.about_kind, row.about_id) for row in rows}
    lines = [row for row in rows if not row.is_dropped]
    for entry in hooks.agenda_entries(meeting):
        if (entry.about_kind, entry.about_id) not in known and len(lines) < MOST_LINES:
            row = MeetingLine(
                meeting_id=meeting.id,
                kind=entry.kind,
                title=entry.title[:200],
                position=_after(lines),
                about_kind=entry.about_kind,
                about_id=entry.about_id,
            )
            session().add(row)
            lines.append(row)
    session().flush()
    return lines


def _after(lines: Sequence[MeetingLine]) -> int:
    return max((line.position for line in lines), default=-1) + 1


def _own(meeting_id: int, actor: Actor) -> Meeting:
    meeting = lock(Meeting, meeting_id)
    if meeting is None:
        raise policy.NotAllowed
    policy.check(policy.can_record(meeting.neighbourhood, actor))
    if meeting.state in HELD or not meeting.is_open:
        raise Over
    return meeting
