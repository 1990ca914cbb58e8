"""The time it is: one place to ask, so that the demonstration and the tests can say another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
_told: ContextVar[datetime | None] = ContextVar("porte_voix_clock", default=None)


def now() -> datetime:
    """Return the present instant in UTC."""
    return _told.get() or datetime.now(UTC)


def today() -> date:
    """Return the day it is in Tours."""
    return now().astimezone(PARIS).date()


def at_nine(day: date) -> datetime:
    """Return nine o'clock in the morning of a day in Tours."""
    return datetime.combine(day, time(9), PARIS).astimezone(UTC)


def end_of(day: date) -> datetime:
    """Return the instant at which a day ends in Tours: a deadline falls there."""
    return datetime.combine(day, time(23, 59, 59), PARIS).astimezone(UTC)


@contextmanager
def told(instant: datetime) -> Iterator[None]:
    """Pretend, inside the block, that it is `instant` (which must carry its time zone)."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    token = _told.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _told.reset(token)
