"""Saying yes to a purpose, and taking it back."""

from __future__ import annotations

import sqlalchemy as sa

from app import clock
from app.accounts.models import Consent, Person, Purpose
from app.db import lock, session, transaction
from app.steps.actor import Actor


@transaction()
def give_consent(purpose: Purpose, proof: str, actor: Actor) -> Consent:
    """Write down that the person for whom one acts agrees to a purpose; a yes already in force stays as it is."""
    person_id = _locked(actor)
    known = _in_force(person_id, purpose)
    if known is not None:
        return known
    given = Consent(
        person_id=person_id,
        purpose=purpose,
        given_at=clock.now(),
        told_to_id=actor.person_id if actor.on_behalf_id else None,
        proof=proof.strip()[:300],
    )
    session().add(given)
    session().flush()
    return given


@transaction()
def withdraw_consent(purpose: Purpose, actor: Actor) -> None:
    """Write down that the person takes their yes back; nothing happens when there was none."""
    known = _in_force(_locked(actor), purpose)
    if known is not None:
        known.withdrawn_at = clock.now()


def _locked(actor: Actor) -> int:
    """Lock the person, so that two yeses said at once make one row."""
    person = lock(Person, actor.acting_id)
    if person is None:
        raise LookupError(f"person {actor.acting_id} no longer exists")
    return person.id


def _in_force(person_id: int, purpose: Purpose) -> Consent | None:
    return session().scalar(sa.select(Consent).filter_by(person_id=person_id, purpose=purpose, withdrawn_at=None))
