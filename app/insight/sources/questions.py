"""Residents' questions: one row each, dated by the day the answer is owed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app.db import session
from app.insight.scopes import Period
from app.voices.question_models import Question


@dataclass(frozen=True)
class QuestionRow:
    """A question whose answer was owed by `day`."""

    id: int
    neighbourhood_id: int
    day: date
    code: str
    is_answered: bool
    is_on_time: bool


def read(period: Period) -> Iterator[QuestionRow]:
    """Yield the questions whose answer was promised within a period, merged ones left out."""
    wanted = sa.select(
        Question.id, Question.neighbourhood_id, Question.promised_on, Question.code, Question.answered_at,
        Question.answered_on_time,
    ).where(Question.promised_on.between(period.start, period.end), Question.merged_into_id.is_(None))  # fmt: skip
    for number, place, day, code, answered_at, on_time in session().execute(wanted):
        yield QuestionRow(number, place, day, code, answered_at is not None, bool(on_time))
