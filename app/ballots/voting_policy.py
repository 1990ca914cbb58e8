"""Who keeps the roll, hands out codes, opens a kiosk, closes a vote. Nobody reads a ballot: no rule allows it."""

from __future__ import annotations

from app.accounts.models import Person, Role, Scope
from app.accounts.queries import person_with_roles, roles_at
from app.ballots.models import Edition
from app.ballots.policy import NotAllowed
from app.steps.actor import Actor

KEEPS_ROLL = frozenset({Role.REFERENT, Role.COMMITTEE_SECRETARY, Role.METRO_ADMIN})
WELCOMES = KEEPS_ROLL | {Role.FACILITATOR, Role.HELPER}
"""Who receives voters: vouches, replaces a lost code, opens a kiosk."""


def can_keep_roll(edition: Edition, actor: Actor | None) -> bool:
    """Say whether a person may say who votes, bring a list in, print codes and strike somebody off."""
    return bool(_held(edition, actor) & KEEPS_ROLL)


def can_welcome(edition: Edition, actor: Actor | None) -> bool:
    """Say whether a person may receive voters where the vote takes place."""
    return bool(_held(edition, actor) & WELCOMES)


def can_witness(edition: Edition, actor: Actor | None) -> bool:
    """Say whether a person may be one of the two who close the vote; the other, or they, must keep the roll."""
    return can_welcome(edition, actor)


def check(allowed: bool) -> None:  # noqa: FBT001 - the answer of a predicate above
    """Raise NotAllowed unless it is allowed."""
    if not allowed:
        raise NotAllowed


def _held(edition: Edition, actor: Actor | None) -> set[Role]:
    """Return the roles held in the city of the vote or in one of its neighbourhoods; none while helping somebody."""
    if actor is None or actor.person_id is None or actor.on_behalf_id is not None:
        return set()
    person: Person | None = person_with_roles(actor.person_id)
    if person is None:
        return set()
    held = roles_at(person, {Scope.COMMUNE: edition.commune_id})
    for sector in edition.sectors:
        held |= roles_at(person, {Scope.NEIGHBOURHOOD: sector.neighbourhood_id}) & {Role.FACILITATOR, Role.HELPER}
    return held
