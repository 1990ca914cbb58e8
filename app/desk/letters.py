"""Calls, letters and failed messages: what waits for a hand, and whose hand it is."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from app.accounts.models import Person, Role, RoleAssignment, Scope
from app.accounts.places import covers, neighbourhood, places
from app.accounts.policy import roles_in_force
from app.db import session
from app.mail.models import Channel, Delivery, Message

CARRYING = frozenset({Role.REFERENT, Role.GESTIONNAIRE, Role.METRO_ADMIN})
BY_HAND = frozenset({Channel.LETTER, Channel.CALL})
AT_ONCE = 100
"""Messages shown at once, oldest first."""


@dataclass(frozen=True)
class Tray:
    """What waits for a hand."""

    letters: list[tuple[Message, str]]
    calls: list[tuple[Message, str]]
    failures: list[tuple[Message, str]]


def tray(person: Person) -> Tray:
    """Return the letters, calls and failures of the places a person answers for, each with the name of its person.

    A failed message whose text is erased can be passed on no more: it is in `written` alone.
    """
    by_hand = sa.and_(Message.delivery == Delivery.WAITING, Message.channel.in_(BY_HAND))
    failed = sa.and_(Message.delivery == Delivery.FAILED, Message.body != "")
    rows = [
        (message, name)
        for message, name in session().execute(
            sa.select(Message, sa.func.coalesce(Person.name, Message.addressee))
            .outerjoin(Person, Person.id == Message.person_id)
            .where(sa.or_(by_hand, failed), ~Message.is_secret, _within(person))
            .order_by(Message.id)
            .limit(AT_ONCE)
        )
    ]
    waiting = [row for row in rows if row[0].delivery is Delivery.WAITING]
    return Tray(
        letters=[row for row in waiting if row[0].channel is Channel.LETTER],
        calls=[row for row in waiting if row[0].channel is Channel.CALL],
        failures=[row for row in rows if row[0].delivery is Delivery.FAILED],
    )


def written(person: Person, delivery: Delivery | None, text: str) -> list[tuple[Message, str]]:
    """Return the last messages of the places a person answers for, newest first, each with the name of its person.

    `delivery` keeps those that stand there; `text`, those whose person's name contains it.
    """
    name = sa.func.coalesce(Person.name, Message.addressee)
    query = sa.select(Message, name).outerjoin(Person, Person.id == Message.person_id)
    query = query.where(~Message.is_secret, _within(person))
    if delivery is not None:
        query = query.where(Message.delivery == delivery)
    if text:
        query = query.where(name.icontains(text, autoescape=True))
    rows = session().execute(query.order_by(Message.id.desc()).limit(AT_ONCE))
    return [(message, whose) for message, whose in rows]


def can_carry(person: Person, message: Message) -> bool:
    """Say whether a person may read a message and tick it off: it concerns a place they answer for."""
    if message.is_secret:
        return False
    place = neighbourhood(message.neighbourhood_id)
    return any(_reaches(given, message, place) for given in _carrying(person))


def _reaches(given: RoleAssignment, message: Message, place: object) -> bool:
    if given.scope is Scope.METRO:
        return True
    return place is not None and message.neighbourhood_id in _neighbourhoods_of(given)


def _within(person: Person) -> sa.ColumnElement[bool]:
    given_roles = _carrying(person)
    if any(given.scope is Scope.METRO for given in given_roles):
        return sa.true()
    reached = {place for given in given_roles for place in _neighbourhoods_of(given)}
    return Message.neighbourhood_id.in_(sorted(reached))


def _carrying(person: Person) -> list[RoleAssignment]:
    return [given for given in roles_in_force(person) if given.role in CARRYING]


def _neighbourhoods_of(given: RoleAssignment) -> set[int]:
    """Return the neighbourhoods a role reaches; one given for a fund reaches those of the city it serves."""
    fund = next((place for place in places() if (place.scope, place.id) == (given.scope, given.scope_id)), None)
    in_city = fund.commune_id if fund and fund.scope is Scope.FUND else None
    return {
        place.id
        for place in places()
        if place.scope is Scope.NEIGHBOURHOOD
        and place.id is not None
        and (covers(given, place) or (in_city is not None and place.commune_id == in_city))
    }
