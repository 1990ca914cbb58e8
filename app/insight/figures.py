"""Every figure of a place and a period: computed live, or read from what was kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from app import clock
from app.db import session
from app.insight.definitions import INDICATORS
from app.insight.figure import Figure, Result
from app.insight.gathering import gather
from app.insight.kept import unpacked, unpacked_parts
from app.insight.models import IndicatorSnapshot
from app.insight.scopes import Period, Scope, tree

Published = dict[tuple[Scope, Period], dict[str, Figure]]


def of(scope: Scope, period: Period) -> Mapping[str, Figure]:
    """Return every figure, exact and live: for the work of staff, never to publish. Raises KeyError: no such place."""
    book = gather(period, clock.today()).book(tree()[scope])
    found = {}
    for code, one in INDICATORS.items():
        result = one.compute(book)
        found[code] = one.figure(result, one.standing(result, scope.kind))
    return found


def published(scope: Scope, period: Period) -> Mapping[str, Figure]:
    """Return what everybody may read of a place and a period, from the last snapshots, in order; one query.

    Nothing when they were not taken: periods other than years and quarters never are, since two periods of which one
    holds the other would give back what small counts hide.
    """
    return published_for([scope], [period])[scope, period]


def published_for(
    scopes: Collection[Scope], periods: Collection[Period], codes: Collection[str] | None = None
) -> Published:
    """Return what everybody may read of several places and periods, of some indicators or all; one query."""
    row = IndicatorSnapshot
    wanted = sa.select(
        row.scope_kind, row.scope_id, row.period_start, row.period_end, row.code, row.value, row.numerator,
        row.denominator, row.n, row.parts, row.status, row.computed_at,
    ).where(
        row.period_start.in_({one.start for one in periods}),
        row.period_end.in_({one.end for one in periods}),
        row.scope_id.in_({one.id for one in scopes}),
        row.code.in_(INDICATORS if codes is None else codes),
    )  # fmt: skip
    read: Published = {(scope, period): {} for scope in scopes for period in periods}
    for kept in session().execute(wanted):
        key = (Scope(kept.scope_kind, kept.scope_id), Period(kept.period_start, kept.period_end))
        if key in read:
            read[key][kept.code] = _figure(kept)
    return {key: {code: by_code[code] for code in INDICATORS if code in by_code} for key, by_code in read.items()}


def _figure(kept: sa.Row[Any]) -> Figure:
    """Return what everybody may read of a snapshot: a status other than shown takes every number away."""
    parts = unpacked_parts(kept.parts)
    result = Result(unpacked(kept.value), unpacked(kept.numerator), unpacked(kept.denominator), kept.n, parts)
    return replace(INDICATORS[kept.code].figure(result, kept.status), computed_at=kept.computed_at)
