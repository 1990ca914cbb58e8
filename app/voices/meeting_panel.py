"""What was said, on the page of a meeting."""

from __future__ import annotations

from app import security
from app.dialogue import policy
from app.dialogue.models import Meeting
from app.dialogue.panels import Panel, panel
from app.i18n import gettext as _
from app.voices.labels import KINDS
from app.voices.models import ContributionKind
from app.voices.queries import said_in


@panel(10)
def what_was_said(meeting: Meeting) -> Panel:
    """Show the words of residents, without names, and let each become an idea."""
    context = {
        "meeting": meeting,
        "said": said_in(meeting),
        "kinds": KINDS,
        "idea": ContributionKind.IDEA,
        "may_record": policy.can_record(meeting.space.neighbourhood, security.reading_actor()),
    }
    return Panel(_("Ce qui a été dit"), "voices/said.html", context)
