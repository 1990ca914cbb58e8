"""One's own account: how one is named and reached, the password, the open sessions."""

from __future__ import annotations

from dataclasses import dataclass

from app import clock
from app.accounts.models import Person, PreferredChannel
from app.db import lock, transaction


@dataclass(frozen=True)
class Profile:
    """What a person says of themselves."""

    public_label: str
    preferred_channel: str
    address: str
    locale: str
    neighbourhood_id: int | None


@transaction()
def update_profile(person_id: int, told: Profile) -> None:
    """Keep what a person says of themselves."""
    person = _locked(person_id)
    person.public_label, person.address, person.locale = told.public_label, told.address, told.locale
    person.preferred_channel = PreferredChannel(told.preferred_channel)
    person.neighbourhood_id = told.neighbourhood_id


@transaction()
def want_weekly_note(person_id: int, wanted: bool) -> None:  # noqa: FBT001
    """Say whether a person wants the note of the week."""
    _locked(person_id).wants_weekly_note = wanted


@transaction()
def seen_today(person_id: int) -> None:
    """Write down that a person came in, or was helped, today: a sleeping account is erased one day."""
    person = _locked(person_id)
    person.last_seen_on = clock.today()


@transaction()
def change_password(person_id: int, password_hash: str) -> Person:
    """Keep a new password, already hashed, and close every session opened with the old one."""
    person = _locked(person_id)
    person.password_hash = password_hash
    person.session_version += 1
    return person


@transaction()
def close_sessions(person_id: int) -> None:
    """Sign a person out on every device."""
    _locked(person_id).session_version += 1


def _locked(person_id: int) -> Person:
    person = lock(Person, person_id)
    if person is None:
        raise LookupError(f"person {person_id} no longer exists")
    return person
