"""Keeping figures: a year computed and kept, and computed again to prove what was kept."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app import clock
from app.db import lock, session, transaction
from app.insight.computing import Computed, year_computed
from app.insight.definitions import INDICATORS
from app.insight.kept import packed, packed_parts
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
    run_id = _begin(year, sum(quarter.start <= day for quarter in Period.year(year).quarters()) + 1)
    for found in year_computed(year, day, places):
        _keep(run_id, [one for one in found if only is None or one.scope in only], only)
    _end(run_id)
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


@transaction()
def _begin(year: int, total: int) -> int:
    run = SnapshotRun(year=year, total=total, done=0, started_at=clock.now())
    session().add(run)
    session().flush()
    return run.id


@transaction()
def _keep(run_id: int, found: Sequence[Computed], only: Collection[Scope] | None) -> None:
    run = lock(SnapshotRun, run_id)
    assert run is not None
    run.done += 1
    if not found:
        return
    period, at = found[0].period, clock.now()
    row = IndicatorSnapshot
    places = sa.true() if only is None else sa.tuple_(row.scope_kind, row.scope_id).in_([(s.kind, s.id) for s in only])
    session().execute(sa.delete(row).where(row.period_start == period.start, row.period_end == period.end, places))
    session().execute(sa.insert(row), [_values(one, at) for one in found])


@transaction()
def _end(run_id: int) -> None:
    run = lock(SnapshotRun, run_id)
    assert run is not None
    run.ended_at = clock.now()


def _values(one: Computed, at: datetime) -> dict[str, Any]:
    result = one.result
    return {
        "code": one.indicator.code,
        "version": one.indicator.version,
        "scope_kind": one.scope.kind,
        "scope_id": one.scope.id,
        "period_start": one.period.start,
        "period_end": one.period.end,
        "value": packed(result.value),
        "numerator": packed(result.numerator),
        "denominator": packed(result.denominator),
        "n": result.n,
        "parts": packed_parts(result.parts),
        "status": one.status,
        "computed_at": at,
    }


def _rows_of(year: int) -> Sequence[IndicatorSnapshot]:
    whole, row = Period.year(year), IndicatorSnapshot
    return session().scalars(
        sa.select(row).where(row.period_start >= whole.start, row.period_end <= whole.end, row.code.in_(INDICATORS))
    ).all()  # fmt: skip


def _same(row: IndicatorSnapshot, one: Computed) -> bool:
    now = _values(one, row.computed_at)
    return all(
        getattr(row, name) == now[name] for name in ("value", "numerator", "denominator", "n", "parts", "status")
    )
