"""Writing figures that were computed, one transaction a period."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa

from app import clock
from app.db import lock, session, transaction
from app.insight.computing import Computed
from app.insight.kept import packed, packed_parts
from app.insight.models import IndicatorSnapshot, SnapshotRun
from app.insight.scopes import Scope


@transaction()
def begin(year: int, total: int) -> int:
    """Write down that a year is being computed, in so many parts; return the number of the run."""
    run = SnapshotRun(year=year, total=total, done=0, started_at=clock.now())
    session().add(run)
    session().flush()
    return run.id


@transaction()
def keep(run_id: int, found: Sequence[Computed], only: Collection[Scope] | None) -> None:
    """Keep the figures of one period in the place of those that were kept, and say how far the run is."""
    run = lock(SnapshotRun, run_id)
    assert run is not None
    run.done += 1
    if not found:
        return
    period, at = found[0].period, clock.now()
    row = IndicatorSnapshot
    places = sa.true() if only is None else sa.tuple_(row.scope_kind, row.scope_id).in_([(s.kind, s.id) for s in only])
    session().execute(sa.delete(row).where(row.period_start == period.start, row.period_end == period.end, places))
    session().execute(sa.insert(cast("sa.Table", row.__table__)), [values_of(one, at) for one in found])


@transaction()
def end(run_id: int) -> None:
    """Write down that a run has ended."""
    run = lock(SnapshotRun, run_id)
    assert run is not None
    run.ended_at = clock.now()


def values_of(one: Computed, at: datetime) -> dict[str, Any]:
    """Return the columns of a snapshot."""
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
