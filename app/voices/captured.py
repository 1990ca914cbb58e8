"""What a facilitator writes on a phone in the room becomes a contribution of the meeting."""

from __future__ import annotations

from app.dialogue.hooks import keeper_of_said
from app.dialogue.models import Meeting
from app.steps.actor import Actor
from app.voices.models import ContributionKind
from app.voices.services import write_contribution

KINDS = {
    "question": ContributionKind.QUESTION,
    "idea": ContributionKind.IDEA,
    "remark": ContributionKind.OPINION,
}


@keeper_of_said
def keep_captured(meeting: Meeting, kind: str, text: str, actor: Actor) -> None:
    """Keep a remark captured in a meeting; the phone's number already made sure that it comes once."""
    write_contribution(meeting, KINDS[kind], text, actor)
