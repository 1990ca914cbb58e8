"""Reading the rows of a period: one query a source, whatever the number of places."""

from __future__ import annotations

from datetime import date

from app.insight.book import Book
from app.insight.scopes import Period, Place
from app.insight.sources import meetings, questions


def gather(place: Place, period: Period, day: date) -> Book:
    """Return what happened over a period until a day; the rows of other places are left out."""
    seen = period.until(day)
    whole = Book(place, period, day, list(meetings.read(seen)), list(questions.read(seen)))
    return whole.narrowed(place, period)
