"""The committee's screens: its home, the sitting in the room, the decision on one file."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from app.committees.convoking import CHANNELS, PURPOSES
from app.committees.wording import (
    CHOICES,
    COLLEGES,
    MOTIONS,
    RESULTS_HELP,
    RESULTS_TAKEN,
    TONES,
    VOTE_MODES,
    amount_sentence,
    codesign_sentence,
    decision_sentence,
    origin_sentence,
    plain_amount,
    raised_sentence,
    target_hint,
    votes_sentence,
)

bp = Blueprint("committees", __name__, template_folder="../templates")

WORDS = {
    "colleges": COLLEGES,
    "results_help": RESULTS_HELP,
    "results_taken": RESULTS_TAKEN,
    "tones": TONES,
    "decision_sentence": decision_sentence,
    "votes_sentence": votes_sentence,
    "origin_sentence": origin_sentence,
    "codesign_sentence": codesign_sentence,
    "purposes": PURPOSES,
    "channels": CHANNELS,
    "motions": MOTIONS,
    "vote_modes": VOTE_MODES,
    "choices": CHOICES,
    "amount_sentence": amount_sentence,
    "raised_sentence": raised_sentence,
    "plain_amount": plain_amount,
    "target_hint": target_hint,
}


@bp.app_context_processor
def words() -> dict[str, Any]:
    """Give this slice's templates their words."""
    return {"committee_words": WORDS}
