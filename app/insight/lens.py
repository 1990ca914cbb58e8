"""What a reader looks at: a place and a period, chosen in the address of the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app import clock
from app.insight.scopes import FIRST_YEAR, LAST_YEAR, Period, Place, Scope, ScopeKind, tree

EVERYWHERE = "metro"
QUARTERS = (1, 2, 3, 4)


@dataclass(frozen=True)
class Lens:
    """A place, a year and perhaps one of its quarters; `places` are all those one may look at."""

    place: Place
    year: int
    quarter: int | None
    places: Mapping[Scope, Place]

    @property
    def period(self) -> Period:
        """The days looked at."""
        return Period.quarter(self.year, self.quarter) if self.quarter else Period.year(self.year)

    @property
    def scope(self) -> Scope:
        """The place looked at."""
        return self.place.scope

    @property
    def neighbourhoods(self) -> list[Place]:
        """The neighbourhoods to compare: those of the place, or those of the whole metropolis beside a single one."""
        among = self.place if len(self.place.neighbourhoods) > 1 else self.places[Scope.metro()]
        return [self.places[Scope.neighbourhood(one.id)] for one in among.neighbourhoods]

    @property
    def names(self) -> dict[Scope, str]:
        """The name of each neighbourhood compared, with its city where two bear the same one."""
        known = Counter(place.name for place in self.neighbourhoods)
        cities = {place.scope: place.neighbourhoods[0].commune.name for place in self.neighbourhoods}
        return {
            one.scope: one.name if known[one.name] == 1 else f"{one.name} ({cities[one.scope]})"
            for one in self.neighbourhoods
        }

    @property
    def arguments(self) -> dict[str, Any]:
        """What the address of a page says of it."""
        told = {"place": place_code(self.place), "year": str(self.year)}
        return told | ({"quarter": str(self.quarter)} if self.quarter else {})


def lens_of(arguments: Mapping[str, str]) -> Lens:
    """Return what an address asks to look at; what it says wrongly is the whole metropolis, or this year."""
    places = tree()
    named = {place_code(place): place for place in places.values()}
    year = _number(arguments.get("year", ""), years())
    quarter = _number(arguments.get("quarter", ""), QUARTERS)
    place = named.get(arguments.get("place", ""), places[Scope.metro()])
    return Lens(place, year or min(max(clock.today().year, FIRST_YEAR), LAST_YEAR), quarter, places)


def years() -> range:
    """Return the years that can be compared."""
    return range(FIRST_YEAR, LAST_YEAR + 1)


def years_so_far() -> range:
    """Return the years of the contract that have begun."""
    return range(FIRST_YEAR, min(max(clock.today().year, FIRST_YEAR), LAST_YEAR) + 1)


def place_code(place: Place) -> str:
    """Return how an address names a place: a neighbourhood by its name, a city by its number at INSEE."""
    if place.scope.kind is ScopeKind.METRO:
        return EVERYWHERE
    if place.scope.kind is ScopeKind.COMMUNE:
        return f"commune-{place.neighbourhoods[0].commune.insee}"
    return place.neighbourhoods[0].slug


def _number(text: str, allowed: Iterable[int]) -> int | None:
    return next((one for one in allowed if str(one) == text), None)
