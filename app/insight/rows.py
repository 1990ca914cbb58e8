"""From a figure to the rows behind it, by the very functions that compute it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from app import clock
from app.insight.definition import Indicator
from app.insight.definitions import INDICATORS
from app.insight.gathering import gather
from app.insight.labels import labelled
from app.insight.scopes import Period, Place, Scope, tree

PAGE = 50


class Only(StrEnum):
    """Which rows are wanted: those that add to the numerator, or to the denominator."""

    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"


@dataclass(frozen=True)
class Asked:
    """Which rows are wanted: a page of them, all or those of one side; for everybody, or for staff of the place."""

    page: int = 1
    only: Only | None = None
    public: bool = True


@dataclass(frozen=True)
class Line:
    """One row: its day, its place, its words, its page when it has one, and what it adds to the figure.

    What it adds is not told to everybody when it counts persons.
    """

    day: date
    place: str
    label: str
    url: str | None
    numerator: int | None
    denominator: int | None


@dataclass(frozen=True)
class Behind:
    """A page of the rows behind a figure; `numerator` and `denominator` are what all of them add up to."""

    indicator: Indicator
    rows: Sequence[Line]
    total: int
    numerator: int | None
    denominator: int | None

    @property
    def pages(self) -> int:
        """Return how many pages there are, one at least."""
        return max(1, -(-self.total // PAGE))


def behind(code: str, scope: Scope, period: Period, asked: Asked = Asked()) -> Behind:
    """Return the rows that make a figure, the last first; each adds whole numbers to its numerator and denominator.

    For everybody, rows tell nothing of persons, and rows that count persons are not sorted out by side. Raises
    KeyError when there is no such figure or place.
    """
    one, place = INDICATORS[code], tree()[scope]
    hides = asked.public and bool(one.people)
    weighed = _weighed(one, place, period)
    if asked.only and not hides:
        weighed = [each for each in weighed if each[1 if asked.only is Only.NUMERATOR else 2]]
    chosen = weighed[PAGE * (asked.page - 1) : PAGE * asked.page]
    words = labelled(one.rows, [row for row, _top, _bottom in chosen], public=asked.public)
    names = _names(place)
    lines = [
        Line(row.day, names(row), *words[row.id], None if hides else top, None if hides else bottom)
        for row, top, bottom in chosen
    ]
    sums = (None, None) if hides else (sum(each[1] for each in weighed), sum(each[2] for each in weighed))
    return Behind(one, lines, len(weighed), *sums)


def _weighed(one: Indicator, place: Place, period: Period) -> list[tuple[Any, int, int]]:
    """Return each row with what it adds to the numerator and to the denominator, the last first."""
    counts = one.counts or (lambda _row: (0, 1))
    rows = getattr(gather(period, clock.today(), [one.rows]).book(place), one.rows)
    return sorted(((row, *counts(row)) for row in rows), key=lambda each: (each[0].day, each[0].id), reverse=True)


def _names(place: Place) -> Callable[[Any], str]:
    quarters = {one.id: one.name for one in place.neighbourhoods}
    cities = {one.commune_id: one.commune.name for one in place.neighbourhoods}

    def name(row: Any) -> str:
        if hasattr(row, "neighbourhood_id"):
            return quarters[row.neighbourhood_id]
        return cities.get(row.commune_id, place.name)

    return name
