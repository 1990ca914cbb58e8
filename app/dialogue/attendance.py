"""How many residents came to a meeting, as everybody may read it.

A number under five is not written. Figures publish the total of a neighbourhood by quarter and by year: beside all the
other meetings, it would give the small one back. So another meeting of the quarter (else of the year) is not published
either, the first one that is not small, whatever its size. And where figures hide the total of a neighbourhood for the
year, none of its meetings may be added up. DOMAIN §A.3, invariant 17.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from app.db import remembered, session
from app.dialogue import hooks
from app.dialogue.models import HELD, DialogueSpace, Meeting
from app.suppression import FEWEST, PAIR, Hidden, Shown, alone

Row = tuple[int, date, int]
"""A meeting: its number, its day, how many residents came."""
MONTHS_IN_QUARTER = 3


def shown(meeting: Meeting) -> Shown:
    """Return what everybody may read of how many residents came to a meeting that was held; one query a page."""
    return remembered(("attendance", meeting.id), lambda: _shown(meeting))


def unpublished(rows: Sequence[Row]) -> set[int]:
    """Return the meetings of a year, not small ones, that are hidden so that no total gives a small one back."""
    quarters: dict[int, list[Row]] = {}
    for row in sorted(rows):
        quarters.setdefault((row[1].month - 1) // MONTHS_IN_QUARTER, []).append(row)
    beside: set[int] = set()
    for found in quarters.values():
        small = [came for _id, _day, came in found if came < FEWEST]
        if small and (len(small) < PAIR or sum(small) < FEWEST):
            large = [number for number, _day, came in (*found, *sorted(rows)) if came >= FEWEST]
            beside.update(large[:1])
    return beside


def _shown(meeting: Meeting) -> Shown:
    here = alone(meeting.residents_count)
    if not isinstance(here, int):
        return here
    day = meeting.held_on
    rows = session().execute(
        sa.select(Meeting.id, Meeting.held_on, Meeting.residents_count, hooks.withheld(meeting))
        .join(DialogueSpace, DialogueSpace.id == Meeting.space_id)
        .where(
            DialogueSpace.neighbourhood_id == meeting.neighbourhood_id,
            Meeting.held_on.between(date(day.year, 1, 1), date(day.year, 12, 31)),
            Meeting.state.in_(HELD), Meeting.counted_at.is_not(None), Meeting.public_at.is_not(None),
        )
    ).all()  # fmt: skip
    is_withheld = any(bool(row[3]) for row in rows)
    return Hidden() if is_withheld or meeting.id in unpublished([(row[0], row[1], row[2]) for row in rows]) else here
