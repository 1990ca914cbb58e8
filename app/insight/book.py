"""The rows of one place and one period, read once, from which every indicator is computed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from app.insight.scopes import Period, Place
from app.insight.sources.meetings import MeetingRow
from app.insight.sources.questions import QuestionRow


@dataclass(frozen=True)
class Book:
    """What happened in a place over a period, as rows; `day` is the last day looked at, in a year that runs."""

    place: Place
    period: Period
    day: date
    meetings: Sequence[MeetingRow] = ()
    questions: Sequence[QuestionRow] = ()

    def narrowed(self, place: Place, period: Period) -> Book:
        """Return the rows of a smaller place and a shorter period."""
        ids, day = place.ids, min(self.day, period.end)
        kept = {
            name: [row for row in getattr(self, name) if row.neighbourhood_id in ids and period.holds(row.day)]
            for name in ROWS
        }
        return Book(place, period, day, **kept)


ROWS = tuple(one.name for one in fields(Book) if one.name not in ("place", "period", "day"))
