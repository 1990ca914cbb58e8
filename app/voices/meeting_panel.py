"""What was said, on the page of a meeting."""

from __future__ import annotations

import sqlalchemy as sa

from app.db import session
from app.dialogue.models import Meeting
from app.dialogue.panels import Panel, panel
from app.i18n import LazyString
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.voices.models import Contribution, ContributionKind

MOST_SHOWN = 200
KINDS: dict[ContributionKind, LazyString] = {
    ContributionKind.QUESTION: _l("Question"),
    ContributionKind.IDEA: _l("Idée"),
    ContributionKind.FEELING: _l("Ressenti"),
    ContributionKind.OPINION: _l("Avis"),
    ContributionKind.REPORT: _l("Signalement"),
}


@panel(10)
def what_was_said(meeting: Meeting) -> Panel:
    """Show the words of residents, without names, and let each become an idea."""
    said = session().scalars(
        sa.select(Contribution).where(Contribution.meeting_id == meeting.id).order_by(Contribution.id).limit(MOST_SHOWN)
    )
    return Panel(_("Ce qui a été dit"), "voices/said.html", {"meeting": meeting, "said": list(said), "kinds": KINDS})
