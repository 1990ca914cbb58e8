"""Every result of a period, place by place, and whether each may be published: what snapshots keep."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from app.insight.book import Book
from app.insight.definition import Indicator
from app.insight.definitions import INDICATORS
from app.insight.figure import Result, Status
from app.insight.gathering import gather
from app.insight.guards import hidden_by_guard
from app.insight.scopes import Period, Place, Scope

Hidden = Mapping[str, Collection[Scope]]


@dataclass(frozen=True)
class Computed:
    """One result and its standing."""

    scope: Scope
    period: Period
    indicator: Indicator
    result: Result
    status: Status


def year_computed(year: int, day: date, places: Mapping[Scope, Place]) -> Iterator[list[Computed]]:
    """Yield the results of a year, then of each quarter that has begun, as they stood on a day."""
    whole = Period.year(year)
    if whole.start > day:
        return
    books = _books(whole, day, places)
    hidden = hidden_by_guard(books, places)
    yield list(_results(books, hidden))
    for quarter in whole.quarters():
        if quarter.start <= day:
            yield list(_results(_books(quarter, day, places), hidden))


def _books(period: Period, day: date, places: Mapping[Scope, Place]) -> dict[Scope, Book]:
    shelf = gather(period, day)
    return {scope: shelf.book(place) for scope, place in places.items()}


def _results(books: Mapping[Scope, Book], hidden: Hidden) -> Iterator[Computed]:
    for scope, book in books.items():
        for one in INDICATORS.values():
            result = one.compute(book)
            yield Computed(scope, book.period, one, result, _status(one, result, book, hidden))


def _status(one: Indicator, result: Result, book: Book, hidden: Hidden) -> Status:
    """Return whether a result may be published, the tables of persons that it shows being hidden where they are.

    Within a year, only the residents present are told quarter by quarter: finer tables are read by the year, since a
    year less three quarters is the fourth.
    """
    scope, standing = book.place.scope, one.standing(result, book.place.scope.kind)
    if not one.people or standing in (Status.NONE, Status.NOT_RECORDED, Status.BY_CITY):
        return standing
    guards = one.people
    if not book.period.is_year:
        if guards != ("residents",):
            return Status.BY_YEAR
        guards = ("quarters",)
    return Status.FEW if any(scope in hidden[name] for name in guards) else standing
