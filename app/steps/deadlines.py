"""When a state must have been left: calendar days, or open days of metropolitan France."""

from __future__ import annotations

import functools
from datetime import date, datetime, timedelta

import holidays

from app.clock import PARIS, end_of
from app.steps.models import Subject
from workflows.definition import Duration, State

SATURDAY = 5


def due_at(subject: Subject, state: State, entered: datetime) -> datetime | None:
    """Return the instant by which the state must be left: the end of a day in Tours, or None when open-ended.

    A deadline counted from a date of the subject has no instant while that date is unknown; one that falls before
    that date is never earlier than the day the state was entered.
    """
    if state.deadline is None:
        return None
    entered_on = start = entered.astimezone(PARIS).date()
    if state.deadline.anchor:
        start = getattr(subject, state.deadline.anchor)
        if start is None:
            return None
    day = add(start, state.deadline.after)
    if state.deadline.after.count < 0:
        day = max(day, entered_on)
    return end_of(day)


def add(start: date, duration: Duration) -> date:
    """Add a duration to a day; open days skip Saturdays, Sundays and French public holidays."""
    if duration.unit == "d":
        return start + timedelta(days=duration.count)
    way = timedelta(days=1 if duration.count > 0 else -1)
    day, left = start, abs(duration.count)
    while left:
        day += way
        left -= is_open_day(day)
    return day


def is_open_day(day: date) -> bool:
    """Say whether services are open: neither a weekend nor a French public holiday (Code du travail, L3133-1)."""
    return day.weekday() < SATURDAY and day not in _public_holidays(day.year)


@functools.lru_cache(maxsize=64)
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("FR", years=year))
