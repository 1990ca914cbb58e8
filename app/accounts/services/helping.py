"""Acting for a resident: with their agreement, for thirty minutes, both written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.exc import IntegrityError

from app import clock
from app.accounts import policy
from app.accounts.models import AssistedEntry, AssistedMode, Person, PreferredChannel
from app.accounts.queries import person_at, person_with_roles
from app.accounts.services.codes import first_name
from app.db import lock, session, transaction
from app.steps.actor import Actor

HALF_HOUR = timedelta(minutes=30)


class NotHelpable(Exception):
    """This person may not act for that one: out of reach, a holder of a role, or oneself."""


class PhoneTaken(Exception):
    """Somebody already has this telephone number."""


@dataclass(frozen=True)
class Resident:
    """What a helper writes of a resident: a name is enough."""

    name: str
    phone: str | None
    neighbourhood_id: int | None
    address: str = ""


@transaction()
def add_resident(told: Resident, actor: Actor) -> Person:
    """Store a resident met by a helper. Raises NotHelpable out of the helper's reach, PhoneTaken."""
    if not policy.can_help_in(_helper(actor), told.neighbourhood_id):
        raise NotHelpable
    if told.phone and person_at(told.phone):
        raise PhoneTaken
    person = Person(
        name=told.name,
        public_label=first_name(told.name),
        phone=told.phone,
        address=told.address,
        preferred_channel=PreferredChannel.CALL if told.phone else PreferredChannel.LETTER,
        neighbourhood_id=told.neighbourhood_id,
        created_by_id=actor.person_id,
        created_at=clock.now(),
    )
    session().add(person)
    try:
        session().flush()
    except IntegrityError:
        raise PhoneTaken from None
    return person


@transaction()
def start_helping(person_id: int, mode: str, agreement: str, actor: Actor) -> AssistedEntry:
    """Begin thirty minutes during which a helper acts for a resident. Raises NotHelpable."""
    resident = person_with_roles(person_id)
    if resident is None or not policy.can_help(_helper(actor), resident):
        raise NotHelpable
    now = clock.now()
    entry = AssistedEntry(
        helper_id=actor.person_id,
        person=resident,
        mode=AssistedMode(mode),
        agreement=agreement,
        started_at=now,
        expires_at=now + HALF_HOUR,
    )
    resident.last_seen_on = clock.today()
    session().add(entry)
    session().flush()
    return entry


@transaction()
def stop_helping(entry_id: int, actor: Actor, *, read_back: bool | None = None) -> None:
    """Write down when the help ended, if it was this person's and still going, and whether all was read back."""
    entry = lock(AssistedEntry, entry_id)
    if entry is not None and entry.helper_id == actor.person_id and entry.ended_at is None:
        entry.ended_at = min(clock.now(), entry.expires_at)
        entry.read_back = read_back


def _helper(actor: Actor) -> Person:
    helper = person_with_roles(actor.person_id) if actor.person_id else None
    if helper is None:
        raise NotHelpable
    return helper
