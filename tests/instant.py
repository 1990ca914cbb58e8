"""The instant at which the suite takes place, always the same: a working Tuesday of late autumn, at ten in Tours.

Nothing then depends on the day, the hour or the year in which somebody runs the tests: the last night of a year, a
change of hour, the thirty-first of a month. Time passes as usual from there, in every thread and every server of the
suite. Set SUITE_STARTS=2026-12-31T23:30:00+00:00 to look for what would break on another day.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, tzinfo
from typing import Self

from app import clock

START = datetime.fromisoformat(os.environ.get("SUITE_STARTS", "2026-11-24T09:00:00+00:00"))
_begun = float(os.environ.setdefault("SUITE_BEGAN", str(datetime.now(UTC).timestamp())))
"""Kept in the environment, so that the processes of the suite and their servers agree."""
AHEAD = START - datetime.fromtimestamp(_begun, UTC)


class Calendar(datetime):
    """The time that passes, counted from the start of the suite."""

    combine = datetime.combine  # type: ignore[assignment]

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        """Return the instant of the suite as a plain instant."""
        return datetime.now(tz) + AHEAD  # type: ignore[return-value]


def begin() -> None:
    """Set the product's clock at the start of the suite."""
    clock.datetime = Calendar  # type: ignore[attr-defined]
