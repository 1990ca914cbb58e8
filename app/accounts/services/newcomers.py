"""Meeting someone by what is said of them: a known address is a known person, else a name opens their file."""

from __future__ import annotations

from app import clock
from app.accounts.models import Person, PreferredChannel
from app.accounts.queries import person_at
from app.accounts.services.codes import first_name
from app.db import session, transaction
from app.steps.actor import Actor


class Nameless(Exception):
    """We do not know this person, and their name was not said."""


@transaction()
def welcome(name: str, recipient: str | None, actor: Actor) -> Person:
    """Return the person of an address, storing someone new when we know none; a name is enough. Raises Nameless.

    `recipient` is an e-mail address or a telephone number (normalized), or None.
    """
    known = person_at(recipient) if recipient else None
    if known is not None:
        return known
    if not name.strip():
        raise Nameless
    is_email = recipient is not None and "@" in recipient
    person = Person(
        name=name.strip(),
        public_label=first_name(name.strip()),
        email=recipient if is_email else None,
        phone=None if is_email else recipient,
        preferred_channel=_channel(recipient),
        created_by_id=actor.person_id,
        created_at=clock.now(),
    )
    session().add(person)
    session().flush()
    return person


def _channel(recipient: str | None) -> PreferredChannel:
    if recipient is None:
        return PreferredChannel.LETTER
    return PreferredChannel.EMAIL if "@" in recipient else PreferredChannel.SMS
