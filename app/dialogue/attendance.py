"""How many residents came to a meeting, as everybody may read it.

A number under five is not written. Figures publish the total of a neighbourhood by quarter and by year: beside all the
other meetings, it would give the small one back. So another meeting of the quarter (else of the year) is not published
either, the first one that is not small, whatever its size. And where figures hide the total of a neighbourhood for the
year, none of its meetings may be added up. DOMAIN §A.3, invariant 17.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app.db import remembered, session
from app.dialogue import hooks
from app.dialogue.models import HELD, DialogueSpace, Meeting
from app.dialogue.models.tally import Measure
from app.suppression import FEWEST, PAIR, Hidden, Shown, alone

Row = tuple[int, date, int]
"""A meeting: its number, its day, how many residents came."""
MONTHS_IN_QUARTER = 3
DETAILED = (Measure.NOVELTY, Measure.AGE, Measure.SEX)
"""What figures tell by the year, and the page of a meeting too where it may."""


@dataclass(frozen=True)
class Year:
    """The meetings of a year in a neighbourhood, and what figures hide of it; None stands for how many came."""

    meetings: Sequence[Row]
    withheld: frozenset[Measure | None]

    @property
    def untold(self) -> frozenset[int]:
        """The meetings of which nobody is told how many residents came."""
        if None in self.withheld:
            return frozenset(number for number, _day, _came in self.meetings)
        small = {number for number, _day, came in self.meetings if came < FEWEST}
        return frozenset(small | unpublished(self.meetings))


def shown(meeting: Meeting) -> Shown:
    """Return what everybody may read of how many residents came to a meeting that was held; one query a page."""
    here = alone(meeting.residents_count)
    if not isinstance(here, int):
        return here
    year = year_of(meeting)
    return Hidden() if None in year.withheld or meeting.id in unpublished(year.meetings) else here


def year_of(meeting: Meeting) -> Year:
    """Return the year of a meeting in its neighbourhood; one query a page."""
    key = ("attendance", meeting.neighbourhood_id, meeting.held_on.year)
    return remembered(key, lambda: _year_of(meeting))


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


def _year_of(meeting: Meeting) -> Year:
    year = meeting.held_on.year
    asked = (None, *DETAILED)
    conditions = [hooks.withheld(meeting, one) for one in asked]
    rows = session().execute(
        sa.select(Meeting.id, Meeting.held_on, Meeting.residents_count, *conditions)
        .join(DialogueSpace, DialogueSpace.id == Meeting.space_id)
        .where(
            DialogueSpace.neighbourhood_id == meeting.neighbourhood_id,
            Meeting.held_on.between(date(year, 1, 1), date(year, 12, 31)),
            Meeting.state.in_(HELD), Meeting.counted_at.is_not(None), Meeting.public_at.is_not(None),
        )
    ).all()  # fmt: skip
    withheld = frozenset(one for rank, one in enumerate(asked, 3) if any(row[rank] for row in rows))
    return Year([(row[0], row[1], row[2]) for row in rows], withheld)
