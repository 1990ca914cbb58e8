"""Reading what is needed to tell answers back: meetings held lately, messages that have not left."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from app.db import session
from app.dialogue.models import HELD, DialogueSpace, Meeting
from app.voices.question_models import ReportBack

LATEST = 30


def meetings_in(neighbourhood_ids: Sequence[int]) -> list[Meeting]:
    """Return the last meetings held, or being held, in these neighbourhoods; one query."""
    return list(
        session().scalars(
            sa.select(Meeting)
            .join(Meeting.space)
            .where(DialogueSpace.neighbourhood_id.in_(neighbourhood_ids), Meeting.state.in_(("open", *HELD)))
            .order_by(Meeting.held_on.desc(), Meeting.id.desc())
            .limit(LATEST)
        ).unique()
    )  # fmt: skip


def still_to_leave(question_ids: Sequence[int]) -> dict[int, int]:
    """Return, for each question, how many people are still to be written to or called; one query."""
    rows = session().execute(
        sa.select(ReportBack.question_id, sa.func.count())
        .where(ReportBack.question_id.in_(question_ids), ReportBack.told_on.is_(None))
        .group_by(ReportBack.question_id)
    )
    return {int(question_id): int(count) for question_id, count in rows}
