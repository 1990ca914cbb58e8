"""Who signs the minutes, who signed which text, and whether two people signed the same."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.committees.models import Seat, Sitting
from app.committees.papers import Capacity, MinutesSignature, SignedMinutes
from app.committees.roll import There
from app.committees.room_queries import who_is_there
from app.db import session
from app.steps.actor import Actor


def signatures_of(sitting_id: int) -> Sequence[MinutesSignature]:
    """Return every signature put under the minutes of a sitting, also those that a change of text voided."""
    return session().scalars(
        sa.select(MinutesSignature)
        .where(MinutesSignature.sitting_id == sitting_id)
        .options(joinedload(MinutesSignature.person))
        .order_by(MinutesSignature.id)
    ).all()  # fmt: skip


def complete(signatures: Sequence[MinutesSignature], digest: str) -> bool:
    """Say whether two different people, one of each capacity, signed the text of this digest."""
    valid = [one for one in signatures if one.digest == digest]
    secretaries = {one.person_id for one in valid if one.capacity is Capacity.SECRETARY}
    chairs = {one.person_id for one in valid if one.capacity is Capacity.CHAIR}
    return any(chair != secretary for chair in chairs for secretary in secretaries)


def signed_minutes(sitting_id: int) -> SignedMinutes | None:
    """Return the minutes as they were signed, or None."""
    return session().get(SignedMinutes, sitting_id)


def signed_by_two(sitting: Sitting) -> bool:
    """Say whether the minutes are locked under two signatures of the very same text."""
    signed = signed_minutes(sitting.id)
    return signed is not None and complete(signatures_of(sitting.id), signed.digest)


def signers_for_chair(there: There) -> list[Seat]:
    """Return the members who may sign for the chair: the chair, else whoever presided, else a voting member present."""
    voting = [seat for seat in there.seats if seat.is_voting or seat.substitute_for_id is not None]
    chairs = [seat for seat in voting if seat.is_chair]
    if any(seat.id in there.present for seat in chairs):
        return chairs
    presiding = [seat for seat in voting if seat.id in there.named]
    return presiding or [seat for seat in voting if seat.id in there.present] or chairs


def presides(sitting: Sitting, actor: Actor) -> bool:
    """Say whether a person signs the minutes for the chair."""
    if actor.acting_id is None or sitting.closed_at is None:
        return False
    return actor.acting_id in {seat.person_id for seat in signers_for_chair(who_is_there(sitting))}


def capacities(there: There, actor: Actor, *, is_secretary: bool) -> list[Capacity]:
    """Return in which capacities a person may sign, the secretariat first; nobody signs by a helper's hand."""
    if actor.person_id is None or actor.on_behalf_id is not None:
        return []
    found = [Capacity.SECRETARY] if is_secretary else []
    if actor.person_id in {seat.person_id for seat in signers_for_chair(there)}:
        found.append(Capacity.CHAIR)
    return found
