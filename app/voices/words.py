"""What belongs to words once kept: the question they became, their original form, those put together with them."""

from __future__ import annotations

import sqlalchemy as sa

from app.db import session
from app.voices.models import Contribution, ContributionOriginal
from app.voices.question_models import Question


def question_of(said_id: int | None) -> Question | None:
    """Return the question that these words became, or None."""
    return session().scalar(sa.select(Question).where(Question.contribution_id == said_id))


def keep_original(said: Contribution, words: str) -> None:
    """Keep the very words apart, for staff, when what is published hides some of them; the first ones stay."""
    if words.strip() != said.text.strip() and session().get(ContributionOriginal, said.id) is None:
        session().add(ContributionOriginal(contribution_id=said.id, text=words.strip()))


def put_together(said_id: int) -> sa.Select[int]:
    """Return the ids of these words and of all those merged into them, however deep, in one recursive query."""
    found = sa.select(Contribution.id).where(Contribution.id == said_id).cte("put_together", recursive=True)
    merged = sa.select(Contribution.id).join(found, Contribution.merged_into_id == found.c.id)
    return sa.select(found.union(merged).c.id)
