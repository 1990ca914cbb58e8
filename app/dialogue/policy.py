"""Who prepares, holds and tells meetings, who goes towards people, and who may read what is not announced yet."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from app import clock
from app.accounts.models import Role, Scope
from app.accounts.queries import person_with_roles, reach_of, roles_at
from app.db import session
from app.dialogue.models import COMING, Meeting
from app.steps.actor import Actor
from app.steps.kinds import role_source
from app.territory.models import Neighbourhood, Organisation

WRITERS = frozenset({Role.FACILITATOR, Role.REFERENT, Role.METRO_ADMIN})
REACHING = WRITERS | {Role.HELPER}
"""Who goes towards people and writes it down."""

DECIDING = frozenset({Role.REFERENT, Role.METRO_ADMIN})
"""Who decides what exists, is strengthened or created (F-04)."""

INFORMING = WRITERS | {Role.ANSWERER}
"""Who tells residents what an institution prepares."""


class NotAllowed(PermissionError):
    """This person may not do this in this neighbourhood."""


@role_source("meeting")
def meeting_roles(meeting: Meeting, actor: Actor) -> Iterator[str]:
    """Yield every role held where the meeting takes place."""
    yield from (role.value for role in _held(meeting.neighbourhood, actor))


def can_record(place: Neighbourhood, actor: Actor | None) -> bool:
    """Say whether a person (None: a visitor) may record a meeting: its facilitators, its referent, the metropolis."""
    return bool(_held(place, actor) & WRITERS)


def can_reach_out(place: Neighbourhood, actor: Actor | None) -> bool:
    """Say whether a person may note how people were reached and take the contacts they leave."""
    return bool(_held(place, actor) & REACHING)


def can_decide(place: Neighbourhood, actor: Actor | None) -> bool:
    """Say whether a person may decide what exists here is strengthened, and what is created."""
    return bool(_held(place, actor) & DECIDING)


def can_steer(commune_id: int | None, actor: Actor | None) -> bool:
    """Say whether a person may note how the contract is steered in a city, or in the whole metropolis (None)."""
    return commune_id in steered(actor) or None in steered(actor)


def steered(actor: Actor | None) -> set[int | None]:
    """Return the cities whose steering a person notes; None among them is every city, and the metropolis."""
    person = person_with_roles(actor.acting_id) if actor and actor.acting_id else None
    given = reach_of(person, DECIDING) if person else []
    wide = {None for role in given if role.scope is Scope.METRO}
    return wide | {role.scope_id for role in given if role.scope is Scope.COMMUNE}


def can_inform(place: Neighbourhood, actor: Actor | None) -> bool:
    """Say whether a person may write a note of information for the residents: its team, and who answers there."""
    return bool(_held(place, actor) & INFORMING) or _answers_in(place, actor)


def can_view(meeting: Meeting, actor: Actor | None) -> bool:
    """Say whether a person may read about a meeting: everybody once it was announced, before that its team."""
    return meeting.public_at is not None or can_reach_out(meeting.neighbourhood, actor)


def takes_taps(meeting: Meeting) -> bool:
    """Say whether a meeting is counted now: from its day on, until its minutes are published (late phones included)."""
    return meeting.held_on <= clock.today() and meeting.state in {*COMING, "closed"}


def check(allowed: bool) -> None:  # noqa: FBT001 - the answer of a predicate above
    """Raise NotAllowed unless it is allowed."""
    if not allowed:
        raise NotAllowed


def _answers_in(place: Neighbourhood, actor: Actor | None) -> bool:
    """Say whether a person answers for a body that serves the city of a neighbourhood."""
    person = person_with_roles(actor.acting_id) if actor and actor.acting_id else None
    if person is None:
        return False
    bodies = [given.scope_id for given in reach_of(person, {Role.ANSWERER}) if given.scope is Scope.ORGANISATION]
    serving = sa.or_(Organisation.commune_id.is_(None), Organisation.commune_id == place.commune_id)
    if not bodies:
        return False
    return session().scalar(sa.select(Organisation.id).where(Organisation.id.in_(bodies), serving).limit(1)) is not None


def _held(place: Neighbourhood, actor: Actor | None) -> set[Role]:
    person = person_with_roles(actor.acting_id) if actor and actor.acting_id else None
    if person is None:
        return set()
    places: dict[Scope, int | None] = {Scope.NEIGHBOURHOOD: place.id, Scope.COMMUNE: place.commune_id}
    return roles_at(person, places)
