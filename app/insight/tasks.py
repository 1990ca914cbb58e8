"""Figures computed in the background: this year each night, last year too until the end of March, or when asked."""

from __future__ import annotations

from app import clock, jobs
from app.db import session
from app.insight import snapshots

FROM_HOUR = 3
LATE_COUNTS_UNTIL_MONTH = 3
"""Counts of the last weeks of a year are still keyed in the first months of the next one."""


@jobs.work
def recompute(year: int) -> None:
    """Compute a year and keep it."""
    snapshots.take(year)


@jobs.every_minute
def nightly() -> None:
    """Compute each year once a day, after three in the morning; called every minute by the worker."""
    now = clock.now().astimezone(clock.PARIS)
    if now.hour < FROM_HOUR:
        return
    years = [now.year, now.year - 1] if now.month <= LATE_COUNTS_UNTIL_MONTH else [now.year]
    for year in years:
        run = snapshots.last_run(year)
        session().rollback()
        if run is None or run.started_at.astimezone(clock.PARIS).date() < now.date():
            jobs.attempt(snapshots.take, year)
