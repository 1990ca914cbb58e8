"""Reading where the contract is steered, and what residents brought there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.db import session
from app.dialogue.models import CardPresence, GovernanceMeeting, Referral
from app.territory.models import Commune

SHOWN = 60


@dataclass(frozen=True)
class Steered:
    """A meeting of a body, its city (nothing: the metropolis), and the subjects brought there."""

    met: GovernanceMeeting
    city: str | None
    subjects: Sequence[Referral]


def steered() -> list[Steered]:
    """Return the last meetings of bodies, the last one first; two queries."""
    met = session().execute(
        sa.select(GovernanceMeeting, Commune.name)
        .outerjoin(Commune, Commune.id == GovernanceMeeting.commune_id)
        .order_by(GovernanceMeeting.held_on.desc(), GovernanceMeeting.id.desc())
        .limit(SHOWN)
    ).all()  # fmt: skip
    brought: dict[int, list[Referral]] = {one.id: [] for one, _city in met}
    for subject in session().scalars(sa.select(Referral).where(Referral.meeting_id.in_(brought)).order_by(Referral.id)):
        brought[subject.meeting_id].append(subject)
    return [Steered(one, city, brought[one.id]) for one, city in met]


def referral_with_city(referral_id: int) -> tuple[Referral, int | None] | None:
    """Return a subject with the city of the body it was brought to (None: the metropolis), or None."""
    row = session().execute(
        sa.select(Referral, GovernanceMeeting.commune_id)
        .join(GovernanceMeeting, GovernanceMeeting.id == Referral.meeting_id)
        .where(Referral.id == referral_id)
    ).one_or_none()  # fmt: skip
    return (row[0], row[1]) if row else None


def cards_of(meeting_id: int) -> int:
    """Return how many cards were seen at a meeting."""
    return session().scalar(sa.select(sa.func.count()).where(CardPresence.meeting_id == meeting_id)) or 0
