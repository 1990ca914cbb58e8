"""From a figure to the rows behind it, by the very functions that compute it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app import clock
from app.insight.definitions import INDICATORS
from app.insight.gathering import gather
from app.insight.scopes import Period, Scope, tree
from app.insight.units import Number

PAGE = 50


@dataclass(frozen=True)
class Line:
    """One row: its day, place, words, address when it has a page, and what it adds to the figure."""

    day: Any
    place: str
    label: str
    url: str | None
    numerator: Number
    denominator: Number


@dataclass(frozen=True)
class Behind:
    """A page of the rows behind a figure, and what all of them add up to."""

    columns: Sequence[str]
    rows: Sequence[Line]
    total: int
    numerator: Number
    denominator: Number


def behind(code: str, scope: Scope, period: Period, page: int = 1, only: str | None = None) -> Behind:
    """Return the rows that make a figure; `only` keeps those of its "numerator" or "denominator".

    "published" keeps those that everybody may read.

    Raises KeyError when there is no such figure or place.
    """
    one, place = INDICATORS[code], tree()[scope]
    book = gather(place, period, clock.today())
    names = {each.id: each.name for each in place.neighbourhoods}
    counts = one.counts or (lambda _row: (0, 1))
    found = []
    for row in sorted(getattr(book, one.rows), key=lambda row: (row.day, row.id), reverse=True):
        top, bottom = counts(row)
        if only == "published" and not getattr(row, "is_public", False):
            continue
        if (only == "numerator" and not top) or (only == "denominator" and not bottom):
            continue
        found.append(Line(row.day, names[row.neighbourhood_id], str(row.id), None, top, bottom))
    first = PAGE * (page - 1)
    top, bottom = sum(line.numerator for line in found), sum(line.denominator for line in found)
    return Behind(("day", "place", "label"), found[first : first + PAGE], len(found), top, bottom)
