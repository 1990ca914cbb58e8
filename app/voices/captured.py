"""What a facilitator writes on a phone in the room becomes a contribution of the meeting."""

from __future__ import annotations

from app.dialogue.hooks import keeper_of_said
from app.dialogue.models import Meeting
from app.steps.actor import Actor
from app.voices.masking import traces
from app.voices.models import ContributionKind
from app.voices.services.contributions import write_contribution

KINDS = {
    "question": ContributionKind.QUESTION,
    "idea": ContributionKind.IDEA,
    "remark": ContributionKind.OPINION,
}


@keeper_of_said
def keep_captured(meeting: Meeting, kind: str, text: str, actor: Actor) -> None:
    """Keep a remark captured in a meeting; the phone's number already made sure that it comes once.

    Words that could name somebody wait to be reread before they are shown; a drawing alone asks nothing.
    """
    asks = kind != "question" or any(char.isalpha() for char in text)
    write_contribution(
        meeting, KINDS[kind] if asks else ContributionKind.FEELING, text, actor, to_reread=bool(traces(text))
    )
