"""Where a role may reach. Accounts know no territory: the slices that own places tell of them here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from app.accounts.models import RoleAssignment, Scope
from app.db import remembered
from app.i18n import gettext as _

PlaceSource = Callable[[], Iterable["Place"]]
_sources: list[PlaceSource] = []


@dataclass(frozen=True)
class Place:
    """A place a role may be given for, and the city it belongs to."""

    scope: Scope
    id: int | None
    name: str
    commune_id: int | None = None

    @property
    def code(self) -> str:
        """How a form names the place."""
        return f"{self.scope.value}-{self.id or 0}"


def place_source(source: PlaceSource) -> PlaceSource:
    """Register a function that gives places, in one query."""
    if source not in _sources:
        _sources.append(source)
    return source


def places() -> list[Place]:
    """Return every place, the metropolis first."""
    return remembered("places", lambda: list(_all()))


def neighbourhoods() -> list[Place]:
    """Return the neighbourhoods alone."""
    return [place for place in places() if place.scope is Scope.NEIGHBOURHOOD]


def place_named(code: str) -> Place | None:
    """Return the place a form named, or None."""
    return next((place for place in places() if place.code == code), None)


def neighbourhood(neighbourhood_id: int | None) -> Place | None:
    """Return a neighbourhood, or None."""
    return next((place for place in neighbourhoods() if place.id == neighbourhood_id), None)


def place_of(given: RoleAssignment) -> Place | None:
    """Return the place of a role, or None when it no longer exists."""
    return next((place for place in places() if (place.scope, place.id) == (given.scope, given.scope_id)), None)


def covers(given: RoleAssignment, place: Place) -> bool:
    """Say whether a role reaches a place: everywhere, there, or in the city it belongs to."""
    if given.scope is Scope.METRO or (given.scope, given.scope_id) == (place.scope, place.id):
        return True
    return given.scope is Scope.COMMUNE and place.commune_id == given.scope_id


def _all() -> Iterator[Place]:
    yield Place(Scope.METRO, None, _("Toute la métropole"))
    for source in _sources:
        yield from source()
