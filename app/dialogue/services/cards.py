"""Keep the cards of the floor seen at a meeting: no number is stored, only what nobody can turn back into one."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from flask import current_app

from app import clock
from app.db import lock, session, transaction
from app.dialogue import policy
from app.dialogue.models import CardPresence, Meeting
from app.steps.actor import Actor


class NotHeld(Exception):
    """The meeting has not taken place."""


@dataclass(frozen=True)
class Seen:
    """A card of a neighbourhood, by its number: how many times it was dropped, whether its holder is new."""

    number: int
    turns: int
    is_newcomer: bool


@transaction()
def keep_cards(meeting_id: int, seen: Sequence[Seen], actor: Actor) -> None:
    """Keep the cards of a meeting in the place of those kept before. Raises NotAllowed, NotHeld."""
    meeting = lock(Meeting, meeting_id)
    policy.check(meeting is not None and policy.can_record(meeting.neighbourhood, actor))
    assert meeting is not None
    if not meeting.was_held:
        raise NotHeld
    session().execute(sa.delete(CardPresence).filter_by(meeting_id=meeting.id))
    session().add_all(
        CardPresence(
            meeting_id=meeting.id, card=_digest(meeting.neighbourhood_id, card.number), turns=card.turns,
            is_newcomer=card.is_newcomer, noted_at=clock.now(),
        )
        for card in seen
    )  # fmt: skip


def _digest(neighbourhood_id: int, number: int) -> str:
    """Return what is kept of a number: the same for the same card of a neighbourhood, useless without our secret."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, f"card {neighbourhood_id} {number}".encode(), hashlib.sha256).hexdigest()
