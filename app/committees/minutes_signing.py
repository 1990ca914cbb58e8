"""Reading the signatures of minutes: who signed which text, and whether two people signed the same."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.committees.models import Sitting
from app.committees.papers import Capacity, MinutesSignature, SignedMinutes
from app.db import session


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
