"""Notes of information enter by themselves the agenda of the next meeting (F-34)."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from app.db import session
from app.dialogue.hooks import AgendaEntry, agenda_source
from app.dialogue.models import HELD, AgendaKind, DialogueSpace, InfoItem, Meeting

MOST_NOTES = 4
"""Notes told in one meeting: more, and nobody speaks but institutions."""


@agenda_source
def notes_to_tell(meeting: Meeting) -> Iterator[AgendaEntry]:
    """Yield the notes published in the neighbourhood that no meeting held there has told yet, the latest first."""
    told = (
        sa.select(sa.func.max(Meeting.held_on))
        .join(DialogueSpace, DialogueSpace.id == Meeting.space_id)
        .where(DialogueSpace.neighbourhood_id == meeting.neighbourhood_id, Meeting.state.in_(HELD))
        .scalar_subquery()
    )
    rows = session().execute(
        sa.select(InfoItem.id, InfoItem.title)
        .where(
            InfoItem.neighbourhood_id == meeting.neighbourhood_id,
            InfoItem.published_at.is_not(None),
            sa.or_(told.is_(None), sa.func.date(InfoItem.published_at) >= told),
        )
        .order_by(InfoItem.published_at.desc(), InfoItem.id.desc())
        .limit(MOST_NOTES)
    )
    for note_id, title in rows:
        yield AgendaEntry(AgendaKind.INFO, title, "info_item", note_id)
