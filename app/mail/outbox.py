"""Writing a message: who it is for decides how it goes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Protocol

from flask import current_app

from app import clock
from app.db import after_commit, session
from app.mail.models import Channel, Message

Departure = Callable[[Message], None]
_departures: dict[str, list[Departure]] = defaultdict(list)

AUTOMATIC = frozenset({Channel.EMAIL, Channel.SMS})
"""The channels that need no hand."""


class Reachable(Protocol):
    """What the outbox needs to know of somebody: how to reach them."""

    name: str
    email: str | None
    phone: str | None
    address: str

    @property
    def preferred_channel(self) -> str:
        """How the person wants to hear from us."""


class Addressee(Reachable, Protocol):
    """A person we know."""

    id: int
    neighbourhood_id: int | None


class Topic(Protocol):
    """What a message is about: a project, later a question or a meeting."""

    @property
    def kind(self) -> str:
        """Which sort of subject it is."""

    @property
    def id(self) -> int:
        """Its number."""


def write(person: Addressee, subject: str, body: str, *, about: Topic | None = None) -> Message:
    """Put a message to a person in the outbox, by their own channel; call it inside the transaction of the act."""
    return _written(person, channel_for(person), subject, body, about)


def call(person: Addressee, subject: str, body: str, *, about: Topic | None = None) -> Message:
    """Put a person on the list of calls, whatever they prefer; who has no telephone gets the message their own way."""
    channel = Channel.CALL if person.phone else channel_for(person)
    return _written(person, channel, subject, body, about)


def write_to_contact(contact: Reachable, subject: str, body: str, *, about: Topic) -> Message:
    """Put a message in the outbox for somebody who left a contact and has no account, by the channel they chose."""
    channel = channel_for(contact)
    message = Message(
        addressee=contact.name,
        channel=channel,
        recipient=_recipient(contact, channel),
        subject=subject[:200],
        body=body,
        subject_kind=about.kind,
        subject_id=about.id,
        neighbourhood_id=getattr(about, "neighbourhood_id", None),
    )
    return _posted(message)


def write_secret(recipient: str, subject: str, body: str) -> Message:
    """Put a one-time code in the outbox, for an e-mail address or a telephone number; erased once it has left."""
    channel = Channel.EMAIL if "@" in recipient else Channel.SMS
    return _posted(Message(channel=channel, recipient=recipient, subject=subject, body=body, is_secret=True))


def channel_for(person: Reachable) -> Channel:
    """Return how a message goes to a person: as they prefer if we have what it takes, else the nearest way.

    Without an SMS provider a text message becomes a call to make; a letter without an address, a call or an e-mail.
    """
    wanted = Channel(person.preferred_channel)
    if wanted is Channel.EMAIL and person.email:
        return wanted
    if wanted is Channel.SMS and person.phone and sms_leaves():
        return wanted
    if wanted is Channel.LETTER and person.address:
        return wanted
    if person.phone:
        return Channel.CALL
    return Channel.EMAIL if person.email else Channel.LETTER


def sms_leaves() -> bool:
    """Say whether text messages reach telephones; outside production a file stands for the telephone."""
    return not current_app.config["PRODUCTION"] or current_app.config["SMS_GATEWAY"] != "file"


def on_departure(kind: str) -> Callable[[Departure], Departure]:
    """Register what is done, in the same transaction, once a message about this kind of subject has really left."""

    def add(function: Departure) -> Departure:
        if function not in _departures[kind]:
            _departures[kind].append(function)
        return function

    return add


def departed(message: Message) -> None:
    """Tell the slice a message is about that it has left: sent by itself, posted or said by hand."""
    for function in _departures[message.subject_kind]:
        function(message)


def call_courier(courier: Callable[[int], object]) -> None:
    """Say who is told, once it is stored, that a message waits to be delivered."""
    current_app.extensions["courier"] = courier


def _written(person: Addressee, channel: Channel, subject: str, body: str, about: Topic | None) -> Message:
    message = Message(
        person_id=person.id,
        channel=channel,
        recipient=_recipient(person, channel),
        subject=subject[:200],
        body=body,
        subject_kind=about.kind if about else "",
        subject_id=about.id if about else None,
        neighbourhood_id=getattr(about, "neighbourhood_id", None) or person.neighbourhood_id,
    )
    return _posted(message)


def _posted(message: Message) -> Message:
    message.written_at = message.try_at = clock.now()
    session().add(message)
    session().flush()
    if message.channel in AUTOMATIC:
        after_commit(_tell_courier, message.id)
    return message


def _tell_courier(message_id: int) -> None:
    current_app.extensions["courier"](message_id)


def _recipient(person: Reachable, channel: Channel) -> str:
    known = {Channel.EMAIL: person.email, Channel.SMS: person.phone, Channel.CALL: person.phone}
    return known.get(channel) or person.address
