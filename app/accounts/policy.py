"""Who may act for whom, and who may give which role where.

A metropolitan administrator gives every role everywhere. A referent gives, where they are referent, the roles of
those they work with in the neighbourhoods and at the committee; never one that pays money, nor their own. Nobody
gives a role to themselves: it takes two people.
"""

from __future__ import annotations

from app import clock
from app.accounts.models import Person, Role, RoleAssignment, Scope
from app.accounts.places import Place, covers, neighbourhood, place_of

HELPING = frozenset({Role.HELPER, Role.FACILITATOR, Role.REFERENT})
GIVES = {
    Role.METRO_ADMIN: frozenset(Role),
    Role.REFERENT: frozenset({Role.HELPER, Role.FACILITATOR, Role.COMMITTEE_SECRETARY, Role.ANSWERER}),
}


def roles_in_force(person: Person) -> list[RoleAssignment]:
    """Return the roles a person holds today."""
    today = clock.today()
    return [given for given in person.roles if given.holds_on(today)]


def can_help(helper: Person, resident: Person) -> bool:
    """Say whether a person may act for another: a resident of where they help, who holds no role, not themselves."""
    if resident.erased_at or helper.id == resident.id or holds_or_will_hold_a_role(resident):
        return False
    return can_help_in(helper, resident.neighbourhood_id) or (
        resident.neighbourhood_id is None and resident.created_by_id == helper.id
    )


def can_help_in(helper: Person, neighbourhood_id: int | None) -> bool:
    """Say whether a person may help the residents of a neighbourhood (None: of nowhere in particular)."""
    place = neighbourhood(neighbourhood_id)
    helping = [given for given in roles_in_force(helper) if given.role in HELPING]
    return any(covers(given, place) if place else given.scope == "metro" for given in helping)


def can_give(giver: Person, role: Role, place: Place) -> bool:
    """Say whether a person may give, or end, a role in a place; an organisation has nobody but those who answer."""
    if place.scope is Scope.ORGANISATION and role is not Role.ANSWERER:
        return False
    return any(role in GIVES.get(given.role, ()) and covers(given, place) for given in roles_in_force(giver))


def answers_for(giver: Person, place: Place) -> bool:
    """Say whether a person gives some role in a place, and so may read who holds one there."""
    return any(given.role in GIVES and covers(given, place) for given in roles_in_force(giver))


def can_end(giver: Person, given: RoleAssignment) -> bool:
    """Say whether a person may end a role given to another."""
    place = place_of(given)
    return place is not None and given.person_id != giver.id and can_give(giver, given.role, place)


def holds_or_will_hold_a_role(person: Person) -> bool:
    """Say whether a person holds a role today or will hold one."""
    return bool(roles_held_or_to_come(person))


def roles_held_or_to_come(person: Person) -> list[RoleAssignment]:
    """Return the roles a person holds today or will hold."""
    today = clock.today()
    return [given for given in person.roles if given.to_on is None or given.to_on >= today]
