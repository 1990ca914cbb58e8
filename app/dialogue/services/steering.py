"""Write down the meetings where the contract is steered, and what became of the subjects residents brought there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app.db import lock, session, transaction
from app.dialogue import policy
from app.dialogue.models import BodyKind, GovernanceMeeting, Referral, ReferralOutcome
from app.steps.actor import Actor


class AlreadyNoted(ValueError):
    """This body is already known to have met that day."""


@dataclass(frozen=True)
class Met:
    """A body that met: of one city, or of the metropolis (None); `subjects` are those that residents brought."""

    kind: BodyKind
    commune_id: int | None
    held_on: date
    people: int
    residents: int
    subjects: Sequence[str] = ()


@transaction()
def note_meeting(met: Met, actor: Actor) -> GovernanceMeeting:
    """Keep a meeting of a body, with the subjects brought there. Raises NotAllowed, AlreadyNoted."""
    policy.check(policy.can_steer(met.commune_id, actor))
    same = sa.select(GovernanceMeeting.id).filter_by(kind=met.kind, commune_id=met.commune_id, held_on=met.held_on)
    if session().scalar(same.limit(1)) is not None:
        raise AlreadyNoted
    kept = GovernanceMeeting(
        kind=met.kind, commune_id=met.commune_id, held_on=met.held_on, people=met.people, residents=met.residents
    )
    session().add(kept)
    session().flush()
    wanted = dict.fromkeys(subject.strip() for subject in met.subjects)
    session().add_all(Referral(meeting_id=kept.id, subject=subject) for subject in wanted if subject)
    return kept


@transaction()
def settle(referral_id: int, outcome: ReferralOutcome, actor: Actor) -> None:
    """Say what became of a subject. Raises NotAllowed."""
    referral = lock(Referral, referral_id)
    met = session().get(GovernanceMeeting, referral.meeting_id) if referral else None
    policy.check(met is not None and policy.can_steer(met.commune_id, actor))
    assert referral is not None
    referral.outcome = outcome
