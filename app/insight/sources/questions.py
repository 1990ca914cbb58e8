"""Questions and what was owed for them: those due in a period, those that wait, what was thought of the answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app.insight.scopes import Period
from app.insight.sources.reading import day_of, fetched
from app.voices.question_models import Answer, Commitment, CommitmentState, Feedback, Question, ReportBack


@dataclass(frozen=True)
class QuestionRow:
    """A question whose answer was promised for `day`; `days` from its reception to its answer."""

    id: int
    neighbourhood_id: int
    day: date
    code: str
    is_answered: bool
    is_on_time: bool
    is_told: bool
    days: int | None


@dataclass(frozen=True)
class WaitingRow:
    """A question received that day, without an answer at the end of the period."""

    id: int
    neighbourhood_id: int
    day: date
    code: str


@dataclass(frozen=True)
class FeedbackRow:
    """What a resident said of an answer told back that day."""

    id: int
    neighbourhood_id: int
    day: date
    question_id: int
    code: str
    is_clear: bool


@dataclass(frozen=True)
class CommitmentRow:
    """Something promised for that day."""

    id: int
    neighbourhood_id: int
    day: date
    question_id: int
    code: str
    is_kept: bool


def read(period: Period) -> Iterator[QuestionRow]:
    """Yield the questions whose answer was promised within a period, merged ones left out."""
    one, end = Question, period.instants[1]
    wanted = sa.select(
        one.id, one.neighbourhood_id, one.promised_on, one.code, one.received_at, one.answered_at,
        one.answered_on_time, one.told_at,
    ).where(one.promised_on.between(period.start, period.end), one.merged_into_id.is_(None))  # fmt: skip
    for number, place, day, code, received_at, answered_at, on_time, told_at in fetched(wanted):
        answered = answered_at is not None and answered_at < end
        told, days = told_at is not None and told_at < end, None
        if answered:
            days = (day_of(answered_at) - day_of(received_at)).days
        yield QuestionRow(number, place, day, code, answered, answered and bool(on_time), told, days)


def waiting(period: Period) -> Iterator[WaitingRow]:
    """Yield the questions received by the end of a period and not answered by then, whenever they came."""
    end = period.instants[1]
    unanswered = sa.or_(Question.answered_at.is_(None), Question.answered_at >= end)
    wanted = sa.select(Question.id, Question.neighbourhood_id, Question.received_at, Question.code).where(
        Question.received_at < end, unanswered, Question.merged_into_id.is_(None)
    )
    for number, place, at, code in fetched(wanted):
        yield WaitingRow(number, place, day_of(at), code)


def feedbacks(period: Period) -> Iterator[FeedbackRow]:
    """Yield what residents said of the answers told back in a period."""
    wanted = (
        sa.select(
            ReportBack.id, Question.neighbourhood_id, ReportBack.told_on, Question.id, Question.code,
            ReportBack.feedback,
        )
        .join(Question, Question.id == ReportBack.question_id)
        .where(ReportBack.told_on.between(period.start, period.end), ReportBack.feedback.is_not(None))
    )  # fmt: skip
    for number, place, day, asked, code, feedback in fetched(wanted):
        yield FeedbackRow(number, place, day, asked, code, feedback is Feedback.CLEAR)


def commitments(period: Period) -> Iterator[CommitmentRow]:
    """Yield what was promised for the days of a period, as it stood at its end."""
    end = period.instants[1]
    wanted = (
        sa.select(
            Commitment.id,
            Question.neighbourhood_id,
            Commitment.due_on,
            Question.id,
            Question.code,
            Commitment.state,
            Commitment.closed_at,
        )
        .join(Answer, Answer.id == Commitment.answer_id)
        .join(Question, Question.id == Answer.question_id)
        .where(Commitment.due_on.between(period.start, period.end), Answer.published_at.is_not(None))
    )
    for number, place, day, asked, code, state, closed_at in fetched(wanted):
        yield CommitmentRow(number, place, day, asked, code, state is CommitmentState.KEPT and closed_at < end)
