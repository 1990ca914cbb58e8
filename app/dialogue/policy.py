"""Who may write down a space of dialogue and what was said in its meetings."""

from __future__ import annotations

from app.accounts.models import Role, Scope
from app.accounts.queries import person_with_roles, roles_at
from app.steps.actor import Actor
from app.territory.models import Neighbourhood

WRITERS = frozenset({Role.FACILITATOR, Role.REFERENT, Role.METRO_ADMIN})


def can_record(place: Neighbourhood, actor: Actor | None) -> bool:
    """Say whether a person (None: a visitor) may record a meeting: its facilitators, its referent, the metropolis."""
    person = person_with_roles(actor.acting_id) if actor and actor.acting_id else None
    if person is None:
        return False
    places: dict[Scope, int | None] = {Scope.NEIGHBOURHOOD: place.id, Scope.COMMUNE: place.commune_id}
    return bool(roles_at(person, places) & WRITERS)
