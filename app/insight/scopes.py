"""Where and when a figure is read: a neighbourhood, a city or the metropolis; a year, a quarter or any two dates."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction

from app import clock
from app.i18n import day as said_day
from app.i18n import gettext as _
from app.territory.models import Neighbourhood
from app.territory.queries import all_neighbourhoods

FIRST_YEAR, LAST_YEAR = 2024, 2030
"""The years of the contract with the neighbourhoods (fiche T1.1)."""
MONTHS_IN_QUARTER = 3


class ScopeKind(StrEnum):
    """How wide one looks."""

    NEIGHBOURHOOD = "neighbourhood"
    COMMUNE = "commune"
    METRO = "metro"


@dataclass(frozen=True, order=True)
class Scope:
    """A place; the metropolis has the number 0."""

    kind: ScopeKind
    id: int = 0

    @classmethod
    def metro(cls) -> Scope:
        """The whole metropolis."""
        return cls(ScopeKind.METRO)

    @classmethod
    def commune(cls, commune_id: int) -> Scope:
        """One city."""
        return cls(ScopeKind.COMMUNE, commune_id)

    @classmethod
    def neighbourhood(cls, neighbourhood_id: int) -> Scope:
        """One priority neighbourhood."""
        return cls(ScopeKind.NEIGHBOURHOOD, neighbourhood_id)


@dataclass(frozen=True, order=True)
class Period:
    """Days from `start` to `end`, both included."""

    start: date
    end: date

    def __post_init__(self) -> None:
        """Refuse a period that ends before it starts."""
        if self.end < self.start:
            raise ValueError("a period ends after it starts")

    @classmethod
    def year(cls, year: int) -> Period:
        """One calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def quarter(cls, year: int, number: int) -> Period:
        """One quarter, 1 to 4."""
        first = MONTHS_IN_QUARTER * (number - 1) + 1
        last = first + MONTHS_IN_QUARTER - 1
        return cls(date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]))

    @property
    def is_year(self) -> bool:
        """Say whether it is one whole calendar year."""
        return self == Period.year(self.start.year)

    @property
    def months(self) -> Fraction:
        """Return how many months it covers, parts of a month by its days; a year is 12."""
        total, first = Fraction(0), self.start
        while first <= self.end:
            length = calendar.monthrange(first.year, first.month)[1]
            last = min(first.replace(day=length), self.end)
            total += Fraction((last - first).days + 1, length)
            first = last + timedelta(days=1)
        return total

    def quarters(self) -> list[Period]:
        """Return the calendar quarters that touch it, each cut to it."""
        found, first = [], self.start
        while first <= self.end:
            whole = Period.quarter(first.year, (first.month - 1) // MONTHS_IN_QUARTER + 1)
            found.append(Period(first, min(whole.end, self.end)))
            first = whole.end + timedelta(days=1)
        return found

    def until(self, day: date) -> Period:
        """Return the part of it that is not after a day: a year that runs is read until today."""
        return Period(self.start, max(self.start, min(self.end, day)))

    def holds(self, day: date) -> bool:
        """Say whether a day falls in it."""
        return self.start <= day <= self.end

    @property
    def instants(self) -> tuple[datetime, datetime]:
        """Return the instant it begins at and the one before which it ends, in Tours."""
        before = clock.end_of(self.start - timedelta(days=1)) + timedelta(seconds=1)
        return before, clock.end_of(self.end) + timedelta(seconds=1)

    @property
    def said(self) -> str:
        """Return its name: 2026, the second quarter of 2026, or its two days."""
        if self.is_year:
            return str(self.start.year)
        number = (self.start.month - 1) // MONTHS_IN_QUARTER + 1
        if self == Period.quarter(self.start.year, number):
            return _("trimestre %(number)s de %(year)s", number=number, year=self.start.year)
        return _("du %(start)s au %(end)s", start=said_day(self.start), end=said_day(self.end))


@dataclass(frozen=True)
class Place:
    """A scope, its name, and the neighbourhoods in it."""

    scope: Scope
    name: str
    neighbourhoods: tuple[Neighbourhood, ...]

    @property
    def ids(self) -> frozenset[int]:
        """Return the numbers of its neighbourhoods."""
        return frozenset(one.id for one in self.neighbourhoods)


def tree(neighbourhoods: Sequence[Neighbourhood] | None = None) -> dict[Scope, Place]:
    """Return every place, the metropolis first, then each city with its neighbourhoods; one query."""
    known = tuple(all_neighbourhoods() if neighbourhoods is None else neighbourhoods)
    found = {Scope.metro(): Place(Scope.metro(), _("Toute la métropole"), known)}
    for one in known:
        city = Scope.commune(one.commune_id)
        if city not in found:
            own = tuple(other for other in known if other.commune_id == one.commune_id)
            found[city] = Place(city, one.commune.name, own)
        scope = Scope.neighbourhood(one.id)
        found[scope] = Place(scope, one.name, (one,))
    return found
