"""Who came to a meeting by answer at the door, by age and by sex, as everybody may read it.

Figures publish the same tables for a year of the neighbourhood. So the table of a meeting is published whole or not at
all: not when one of its counts is under five; not when figures hide the year; and beside a meeting that is not
published, others are hidden, in an order that does not look at sizes, until the year less those that are published
leaves at least two meetings and five persons in each count. DOMAIN §A.3, invariant 17.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from app.dialogue import attendance, tally_queries
from app.dialogue.counting import Tallies
from app.dialogue.models import Meeting
from app.dialogue.models.tally import Measure, Novelty
from app.suppression import FEWEST, PAIR

Row = Mapping[str, int]


def shown(meeting: Meeting) -> tuple[Tallies, frozenset[Measure]]:
    """Return the counts of a meeting that was held, and which of the detailed ones everybody may read; two queries."""
    year = attendance.year_of(meeting)
    numbers = {number for number, _day, _came in year.meetings} | {meeting.id}
    counted = tally_queries.tallies_of_all(numbers)
    told = frozenset(
        measure
        for measure in attendance.DETAILED
        if measure not in year.withheld
        and meeting.id not in hidden(_rows(counted, measure), year.untold)
        and meeting.id in numbers - year.untold
    )
    return counted[meeting.id], told


def said(counted: Tallies, measure: Measure) -> dict[str, int]:
    """Return the counts of a measure, those who did not answer left out."""
    return {key: count for key, count in counted.of(measure).items() if key != Novelty.UNSAID}


def hidden(rows: Mapping[int, Row], forced: Collection[int] = ()) -> set[int]:
    """Return the meetings of a year whose table may not be published; `forced` do not even tell how many came."""
    found = {number for number, row in rows.items() if number in forced or any(one < FEWEST for one in row.values())}
    others = iter(sorted(rows.keys() - found))
    while _is_weak([rows[number] for number in found]):
        more = next(others, None)
        if more is None:
            break
        found.add(more)
    return found


def _is_weak(rows: Collection[Row]) -> bool:
    """Say whether a count of these rows, whose sums are known, could be told."""
    sums = {key: sum(row[key] for row in rows) for row in rows for key in row}
    return bool(rows) and (len(rows) < PAIR or any(total < FEWEST for total in sums.values()))


def _rows(counted: Mapping[int, Tallies], measure: Measure) -> dict[int, Row]:
    """Return the table of each meeting where something was counted: the others hide nobody."""
    found = {number: said(tallies, measure) for number, tallies in counted.items()}
    return {number: row for number, row in found.items() if any(row.values())}
