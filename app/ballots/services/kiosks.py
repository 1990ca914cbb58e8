"""Opening and closing a kiosk: a shared device on which people vote at a place."""

from __future__ import annotations

from datetime import timedelta

from app import clock
from app.ballots.models import Edition, Kiosk
from app.ballots.voting_policy import can_welcome, check
from app.db import lock, session, transaction
from app.steps.actor import Actor

HOURS = timedelta(hours=14)
"""A kiosk forgotten in the evening is closed the next morning."""


@transaction()
def open_kiosk(edition_id: int, place: str, actor: Actor) -> Kiosk:
    """Open a kiosk at a place, for the day. Raises NotAllowed."""
    edition = lock(Edition, edition_id)
    check(edition is not None and edition.sealed_at is None and can_welcome(edition, actor))
    now = clock.now()
    kiosk = Kiosk(
        edition_id=edition_id, place=place, opened_by_id=actor.person_id, opened_at=now, closes_at=now + HOURS
    )
    session().add(kiosk)
    session().flush()
    return kiosk


@transaction()
def close_kiosk(edition_id: int, kiosk_id: int, actor: Actor) -> None:
    """Close a kiosk, once. Raises NotAllowed."""
    edition, kiosk = lock(Edition, edition_id), lock(Kiosk, kiosk_id)
    check(edition is not None and kiosk is not None and kiosk.edition_id == edition_id and can_welcome(edition, actor))
    if kiosk is not None and kiosk.closed_at is None:
        kiosk.closed_at = clock.now()
