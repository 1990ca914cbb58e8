"""Who may run a committee, and who may follow its deliberations."""

from __future__ import annotations

import sqlalchemy as sa

from app.accounts.models import Person, Role, Scope
from app.accounts.queries import roles_at
from app.committees.models import Committee, Presence, Seat, Sitting
from app.db import session
from app.projects.models import Project
from app.steps.actor import Actor
from app.steps.kinds import roles_of

SEATING_ROLES = frozenset({Role.COMMITTEE_SECRETARY, Role.REFERENT, Role.METRO_ADMIN})


def may_run(committee: Committee, actor: Actor) -> bool:
    """Say whether a person keeps the committee's secretariat: convenes, opens, records decisions."""
    return Role.COMMITTEE_SECRETARY in _roles(committee, actor)


def carries(project: Project, actor: Actor) -> bool:
    """Say whether a person, for themselves or for whom they help, carries the project: they do not record its fate."""
    return any("carrier" in roles_of(project, who) for who in (actor, Actor(actor.person_id)))


def may_seat(committee: Committee, actor: Actor) -> bool:
    """Say whether a person may give seats: secretariat, referents, and the system when it loads data."""
    return actor.is_system or bool(SEATING_ROLES & _roles(committee, actor))


def presides(sitting: Sitting, actor: Actor) -> bool:
    """Say whether a person signs for the chair: the chair or, were the chair away, a voting member who was there.

    Before the roll call it is the chair.
    """
    if actor.acting_id is None:
        return False
    return actor.acting_id in {seat.person_id for seat in presiding_seats(sitting)}


def presiding_seats(sitting: Sitting) -> list[Seat]:
    """Return the seats that may sign for the chair."""
    seats = session().scalars(
        sa.select(Seat).where(
            Seat.committee_id == sitting.committee_id,
            Seat.is_voting,
            Seat.from_on <= sitting.held_on,
            sa.or_(Seat.to_on.is_(None), Seat.to_on >= sitting.held_on),
        )
    ).all()  # fmt: skip
    present = set(session().scalars(sa.select(Presence.seat_id).where(Presence.sitting_id == sitting.id)))
    chairs = [seat for seat in seats if seat.is_chair]
    if sitting.opened_at is None or any(seat.id in present for seat in chairs):
        return chairs
    return [seat for seat in seats if seat.id in present]


def may_step_aside_for(committee: Committee, seat: Seat, actor: Actor) -> bool:
    """Say whether a person may declare that a member steps aside: the member, or the secretariat."""
    return seat.person_id == actor.acting_id or may_run(committee, actor)


def _roles(committee: Committee, actor: Actor) -> set[Role]:
    person = session().get(Person, actor.acting_id) if actor.acting_id else None
    if person is None:
        return set()
    return roles_at(person, {Scope.FUND: committee.fund_id, Scope.COMMUNE: committee.fund.commune_id})
