"""Every figure of a place and a period: computed live, or read from what was kept."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
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


@dataclass(frozen=True)
class Wanted:
    """Some figures of some places over some periods."""

    scopes: Collection[Scope]
    periods: Collection[Period]
    codes: Collection[str]


def published(scope: Scope, period: Period) -> Mapping[str, Figure]:
    """Return what everybody may read of a place and a period, from the last snapshots, in order; one query.

    Nothing when they were not taken: periods other than years and quarters never are, since two periods of which one
    holds the other would give back what small counts hide.
    """
    return published_for(Wanted([scope], [period], INDICATORS))[scope, period]


def published_for(*wanted: Wanted) -> Published:
    """Return what everybody may read of several places and periods; one query, that reads nothing else."""
    row = IndicatorSnapshot
    asked = [one for one in wanted if one.scopes and one.periods and one.codes]
    statement = sa.select(
        row.scope_kind, row.scope_id, row.period_start, row.period_end, row.code, row.value, row.numerator,
        row.denominator, row.n, row.parts, row.status, row.computed_at,
    ).where(sa.or_(sa.false(), *(condition for one in asked for condition in _conditions(one))))  # fmt: skip
    read: Published = {(scope, period): {} for one in wanted for scope in one.scopes for period in one.periods}
    for kept in session().execute(statement):
        key = (Scope(kept.scope_kind, kept.scope_id), Period(kept.period_start, kept.period_end))
        if key in read:
            read[key][kept.code] = _figure(kept)
    return {key: {code: by_code[code] for code in INDICATORS if code in by_code} for key, by_code in read.items()}


def _conditions(one: Wanted) -> Iterator[sa.ColumnElement[bool]]:
    """Yield one condition for each kind of place, which the key of the table answers."""
    row = IndicatorSnapshot
    for kind in dict.fromkeys(scope.kind for scope in one.scopes):
        yield sa.and_(
            row.scope_kind == kind,
            row.scope_id.in_({scope.id for scope in one.scopes if scope.kind is kind}),
            row.period_start.in_({period.start for period in one.periods}),
            row.period_end.in_({period.end for period in one.periods}),
            row.code.in_(one.codes),
        )


def _figure(kept: sa.Row[Any]) -> Figure:
    """Return what everybody may read of a snapshot: a status other than shown takes every number away."""
    parts = unpacked_parts(kept.parts)
    result = Result(unpacked(kept.value), unpacked(kept.numerator), unpacked(kept.denominator), kept.n, parts)
    return replace(INDICATORS[kept.code].figure(result, kept.status), computed_at=kept.computed_at)
