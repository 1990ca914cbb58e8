"""Meetings with their counts: one row each; taps are summed by the database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app.db import session
from app.dialogue.models import HELD, DialogueSpace, Meeting
from app.insight.scopes import Period


@dataclass(frozen=True)
class MeetingRow:
    """A meeting: where, when, whether it took place."""

    id: int
    neighbourhood_id: int
    day: date
    title: str
    space_id: int
    is_held: bool
    is_planned: bool
    residents: int


def read(period: Period) -> Iterator[MeetingRow]:
    """Yield the meetings of a period that were planned for it, held or not."""
    wanted = (
        sa.select(
            Meeting.id, DialogueSpace.neighbourhood_id, Meeting.held_on, Meeting.title, Meeting.space_id,
            Meeting.state, Meeting.residents_count,
        )
        .join(DialogueSpace, DialogueSpace.id == Meeting.space_id)
        .where(Meeting.held_on.between(period.start, period.end), Meeting.public_at.is_not(None))
    )  # fmt: skip
    for number, place, day, title, space, state, residents in session().execute(wanted):
        yield MeetingRow(number, place, day, title, space, state in HELD, is_planned=True, residents=residents)
