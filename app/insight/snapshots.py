"""Keeping figures: a year computed and kept, and computed again to prove what was kept."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from app import clock
from app.db import session
from app.insight import services
from app.insight.computing import Computed, year_computed
from app.insight.definitions import INDICATORS
from app.insight.kept import packed
from app.insight.models import IndicatorSnapshot, SnapshotRun
from app.insight.scopes import Period, Scope, tree
from app.insight.sources.reading import day_of

STALE = timedelta(hours=1)
"""A run that has not ended by then was interrupted."""


@dataclass(frozen=True)
class Difference:
    """A figure that is no more what was kept: both values, and why as far as one knows."""

    code: str
    scope: Scope
    period: Period
    kept: str | None
    now: str | None
    has_new_definition: bool
    computed_at: datetime


def take(year: int, only: Collection[Scope] | None = None) -> int:
    """Compute a year as it stands now and keep it, period after period; return the number of the run.

    `only`: keep the figures of these places alone. Raises ValueError for a year that has not begun.
    """
    day, places = clock.today(), tree()
    if Period.year(year).start > day:
        raise ValueError(year)
    run_id = services.begin(year, sum(quarter.start <= day for quarter in Period.year(year).quarters()) + 1)
    for found in year_computed(year, day, places):
        services.keep(run_id, [one for one in found if only is None or one.scope in only], only)
    services.end(run_id)
    return run_id


def verify(year: int) -> Iterator[Difference]:
    """Compute again, as of the day they were kept, the figures of a year; yield those that are not the same."""
    kept = {(row.scope, row.period, row.code): row for row in _rows_of(year)}
    for computed_on in sorted({day_of(row.computed_at) for row in kept.values()}):
        for found in year_computed(year, computed_on, tree()):
            for one in found:
                row = kept.get((one.scope, one.period, one.indicator.code))
                if row is None or day_of(row.computed_at) != computed_on:
                    continue
                if _same(row, one):
                    continue
                yield Difference(
                    row.code, one.scope, one.period, row.value, packed(one.result.value),
                    row.version != one.indicator.version, row.computed_at,
                )  # fmt: skip


def progress(run_id: int) -> SnapshotRun | None:
    """Return how far a computation is, or None."""
    return session().get(SnapshotRun, run_id, populate_existing=True)


def last_run(year: int) -> SnapshotRun | None:
    """Return the last computation of a year, or None."""
    return session().scalar(sa.select(SnapshotRun).filter_by(year=year).order_by(SnapshotRun.id.desc()).limit(1))


def is_running(run: SnapshotRun | None) -> bool:
    """Say whether a computation is still going on."""
    return run is not None and run.ended_at is None and clock.now() - run.started_at < STALE


def _rows_of(year: int) -> Sequence[IndicatorSnapshot]:
    whole, row = Period.year(year), IndicatorSnapshot
    return session().scalars(
        sa.select(row).where(row.period_start >= whole.start, row.period_end <= whole.end, row.code.in_(INDICATORS))
    ).all()  # fmt: skip


def _same(row: IndicatorSnapshot, one: Computed) -> bool:
    now = services.values_of(one, row.computed_at)
    return all(
        getattr(row, name) == now[name] for name in ("value", "numerator", "denominator", "n", "parts", "status")
    )
