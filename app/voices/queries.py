"""Reading what was said."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from app.db import session
from app.dialogue.models import Meeting
from app.voices.models import Contribution

MOST_SHOWN = 200


def contribution_of(meeting: Meeting, said_id: int) -> Contribution | None:
    """Return one thing said in a meeting, or None."""
    return session().scalar(sa.select(Contribution).filter_by(id=said_id, meeting_id=meeting.id))


def said_in(meeting: Meeting) -> Sequence[Contribution]:
    """Return what was said in a meeting, in the order it was written down."""
    return session().scalars(
        sa.select(Contribution).where(Contribution.meeting_id == meeting.id).order_by(Contribution.id).limit(MOST_SHOWN)
    ).all()  # fmt: skip
