"""Giving a role somewhere, and ending it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app import clock
from app.accounts import policy
from app.accounts.models import Person, PreferredChannel, Role, RoleAssignment, Scope
from app.accounts.places import Place
from app.accounts.queries import person_at, person_with_roles
from app.accounts.services.codes import Registration, register
from app.db import lock, session, transaction
from app.steps.actor import Actor


class RoleRefused(Exception):
    """This role may not be given or ended by this person; `code` is nobody, oneself, above or twice."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Gift:
    """A role to give: to whom (an address, a name when we do not know them yet), where and when."""

    recipient: str
    name: str
    role: Role
    place: Place
    from_on: date
    to_on: date | None = None


@transaction()
def give_role(gift: Gift, actor: Actor) -> RoleAssignment:
    """Give a person a role somewhere, opening their account when we do not know them. Raises RoleRefused."""
    giver = person_with_roles(actor.person_id) if actor.person_id else None
    if giver is None or not policy.can_give(giver, gift.role, gift.place):
        raise RoleRefused("above")
    person = person_at(gift.recipient) or _welcome(gift)
    lock(Person, person.id)
    if person.id == giver.id:
        raise RoleRefused("oneself")
    if any(_same(given, gift) for given in person.roles):
        raise RoleRefused("twice")
    return _given(person, gift)


@transaction()
def end_role(assignment_id: int, actor: Actor) -> None:
    """End a role at once: it opens nothing from now on. Raises RoleRefused."""
    given = lock(RoleAssignment, assignment_id)
    giver = person_with_roles(actor.person_id) if actor.person_id else None
    if given is None or giver is None or not policy.can_end(giver, given):
        raise RoleRefused("above")
    given.to_on = clock.today() - timedelta(days=1)


@transaction()
def create_admin(name: str, email: str, password_hash: str) -> Person:
    """Store the first administrator of an installation. Raises RoleRefused when the address is known."""
    if person_at(email) is not None:
        raise RoleRefused("twice")
    person = register(Registration(name, email, None, PreferredChannel.EMAIL))
    person.password_hash = password_hash
    _given(person, Gift(email, name, Role.METRO_ADMIN, Place(Scope.METRO, None, ""), clock.today()))
    return person


def _welcome(gift: Gift) -> Person:
    if not gift.name:
        raise RoleRefused("nobody")
    channel = PreferredChannel.EMAIL if "@" in gift.recipient else PreferredChannel.SMS
    return register(Registration(gift.name, gift.recipient, None, channel))


def _given(person: Person, gift: Gift) -> RoleAssignment:
    """Store the role; one that was ended on the day it began is given again in its own row."""
    given = next((old for old in person.roles if _here(old, gift) and old.from_on == gift.from_on), None)
    if given is None:
        given = RoleAssignment(person=person, role=gift.role, scope=gift.place.scope, scope_id=gift.place.id)
        session().add(given)
    given.from_on, given.to_on = gift.from_on, gift.to_on
    session().flush()
    return given


def _same(given: RoleAssignment, gift: Gift) -> bool:
    return _here(given, gift) and (given.to_on is None or given.to_on >= gift.from_on)


def _here(given: RoleAssignment, gift: Gift) -> bool:
    return (given.role, given.scope, given.scope_id) == (gift.role, gift.place.scope, gift.place.id)
