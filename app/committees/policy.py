"""Who may run a committee, and who may follow its deliberations."""

from __future__ import annotations

from collections.abc import Iterable

from app.accounts.models import Person, Role, Scope
from app.accounts.queries import roles_at
from app.committees.models import Committee, Seat
from app.db import session
from app.projects.models import Project
from app.steps.actor import Actor
from app.steps.kinds import roles_of

SEATING_ROLES = frozenset({Role.COMMITTEE_SECRETARY, Role.REFERENT, Role.METRO_ADMIN})


def may_run(committee: Committee, actor: Actor) -> bool:
    """Say whether a person keeps the committee's secretariat: convenes, opens, records decisions."""
    return Role.COMMITTEE_SECRETARY in _roles(committee, actor)


def takes_part(committee: Committee, seats: Iterable[Seat], actor: Actor) -> bool:
    """Say whether a person sits, `seats` being those held that day, or keeps the secretariat."""
    return any(seat.person_id == actor.acting_id for seat in seats) or may_run(committee, actor)


def carries(project: Project, actor: Actor) -> bool:
    """Say whether a person, for themselves or for whom they help, carries the project: they do not record its fate."""
    return any("carrier" in roles_of(project, who) for who in (actor, Actor(actor.person_id)))


def may_seat(committee: Committee, actor: Actor) -> bool:
    """Say whether a person may give seats: secretariat, referents, and the system when it loads data."""
    return actor.is_system or bool(SEATING_ROLES & _roles(committee, actor))


def is_the_member(seat: Seat, actor: Actor) -> bool:
    """Say whether a person is the member who holds a seat: in the room each speaks for themselves, nobody for another.

    Who has no telephone votes by the secretary's hand when the vote is public, on a slip of paper when it is secret.
    """
    return actor.on_behalf_id is None and seat.person_id == actor.person_id


def may_step_aside_for(committee: Committee, seat: Seat, actor: Actor) -> bool:
    """Say whether a person may declare that a member steps aside: the member, or the secretariat."""
    return is_the_member(seat, actor) or may_run(committee, actor)


def _roles(committee: Committee, actor: Actor) -> set[Role]:
    person = session().get(Person, actor.acting_id) if actor.acting_id else None
    if person is None:
        return set()
    return roles_at(person, {Scope.FUND: committee.fund_id, Scope.COMMUNE: committee.fund.commune_id})
