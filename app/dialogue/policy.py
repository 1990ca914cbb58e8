"""Who may write down a space of dialogue and what was said in its meetings."""

from __future__ import annotations

from app.accounts.models import Person, Role, Scope
from app.accounts.queries import roles_at
from app.territory.models import Neighbourhood

WRITERS = frozenset({Role.FACILITATOR, Role.REFERENT, Role.METRO_ADMIN})


def can_record(place: Neighbourhood, person: Person) -> bool:
    """Say whether a person may record a meeting in a neighbourhood: who animates it, its referent, the metropolis."""
    places: dict[Scope, int | None] = {Scope.NEIGHBOURHOOD: place.id, Scope.COMMUNE: place.commune_id}
    return bool(roles_at(person, places) & WRITERS)
