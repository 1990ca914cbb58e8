"""What a facilitator writes on a phone in the room becomes a contribution of the meeting."""

from __future__ import annotations

from app.dialogue.hooks import CannotKeep, Said, keeper_of_said
from app.dialogue.models import Meeting
from app.i18n import gettext as _
from app.steps.actor import Actor
from app.voices.masking import masked, traces
from app.voices.models import ContributionKind
from app.voices.services.contributions import write_contribution
from app.voices.words import keep_original

KINDS = {
    "question": ContributionKind.QUESTION,
    "idea": ContributionKind.IDEA,
    "remark": ContributionKind.OPINION,
}


@keeper_of_said
def keep_captured(meeting: Meeting, said: Said, actor: Actor) -> None:
    """Keep a remark captured in a meeting; the phone's number already made sure that it comes once.

    It may arrive hours later, when nobody is there to be asked: what could name or reach somebody is hidden and waits
    to be reread; the very words are kept apart for staff. Raises CannotKeep when there is not a word in it.
    """
    if not any(sign.isalpha() for sign in said.text):
        raise CannotKeep(_("Écrivez quelques mots."))
    found = traces(said.text)
    kept = write_contribution(meeting, KINDS[said.kind], masked(said.text.strip()), actor, to_reread=bool(found))
    if found:
        keep_original(kept, said.text)
