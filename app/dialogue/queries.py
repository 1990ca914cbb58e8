"""Reading spaces of dialogue and their meetings."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, selectinload

from app.db import session
from app.dialogue.models import DialogueSpace, Meeting


def spaces_in(neighbourhood_id: int) -> list[DialogueSpace]:
    """Return the spaces of a neighbourhood with their meetings, most recent first; two queries."""
    return list(
        session().scalars(
            sa.select(DialogueSpace)
            .where(DialogueSpace.neighbourhood_id == neighbourhood_id)
            .order_by(DialogueSpace.name)
            .options(selectinload(DialogueSpace.meetings))
        )
    )


def meeting_with_space(meeting_id: int) -> Meeting | None:
    """Return a meeting with its space and its neighbourhood in one query, or None."""
    return session().scalar(
        sa.select(Meeting).join(Meeting.space).where(Meeting.id == meeting_id).options(contains_eager(Meeting.space))
    )


def space_with_neighbourhood(space_id: int) -> DialogueSpace | None:
    """Return a space with its neighbourhood in one query, or None."""
    return session().scalar(sa.select(DialogueSpace).where(DialogueSpace.id == space_id))
