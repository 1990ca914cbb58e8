"""Trust, training, governance, population: what is asked of people, taught to staff, steered, and compared with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app.dialogue.models.governance import BodyKind, GovernanceMeeting, Referral, ReferralOutcome
from app.evaluation.models.surveys import Survey, SurveyAnswer, SurveyKind, SurveyQuestion, SurveyValue
from app.funds.models import Fund
from app.insight.scopes import Period
from app.insight.sources.reading import fetched
from app.territory.models import BaselineStat, Dimension
from app.training.models import Attendance, ColdEvaluation, College, HotEvaluation, Training


@dataclass(frozen=True)
class TrustRow:
    """The answers to one item of a wave, in one neighbourhood, of those who take part or of the others."""

    id: int
    neighbourhood_id: int
    day: date
    title: str
    item: str
    is_participant: bool | None
    n: int
    total: int
    squares: int
    confident: int


@dataclass(frozen=True)
class AnswerRow:
    """How many people answered a survey in a neighbourhood; `day` is the first day of the survey."""

    id: int
    neighbourhood_id: int
    day: date
    title: str
    count: int


@dataclass(frozen=True)
class TrainingRow:
    """A training action held that day; `happy`, `hot` out of 2 an answer; `changed` among `asked`."""

    id: int
    commune_id: int
    day: date
    title: str
    people: tuple[tuple[College, int], ...]
    happy: int
    hot: int
    changed: int
    asked: int


@dataclass(frozen=True)
class GovernanceRow:
    """A meeting of a governance body; the metropolis has the number 0."""

    id: int
    commune_id: int
    day: date
    kind: BodyKind
    people: int
    residents: int
    referrals: int
    settled: int


@dataclass(frozen=True)
class BandRow:
    """How many people of a band live in a neighbourhood."""

    neighbourhood_id: int
    dimension: Dimension
    band: str
    count: int
    year: int


def trust(period: Period) -> Iterator[TrustRow]:
    """Yield the answers of every wave begun by the end of a period: the first one is what others are compared with."""
    value = sa.cast(SurveyValue.value, sa.Integer)
    wanted = (
        sa.select(
            Survey.id, SurveyAnswer.neighbourhood_id, Survey.starts_on, Survey.title, SurveyQuestion.item,
            SurveyAnswer.is_participant, sa.func.count(), sa.func.sum(value), sa.func.sum(value * value),
            sa.func.sum(sa.case((value >= 6, 1), else_=0)),  # noqa: PLR2004 - DOMAIN §C.6: share ≥ 6
        )
        .join(SurveyAnswer, SurveyAnswer.survey_id == Survey.id)
        .join(SurveyValue, SurveyValue.answer_id == SurveyAnswer.id)
        .join(SurveyQuestion, SurveyQuestion.id == SurveyValue.question_id)
        .where(Survey.kind == SurveyKind.TRUST, Survey.starts_on <= period.end, SurveyQuestion.item != "")
        .group_by(
            Survey.id, SurveyAnswer.neighbourhood_id, Survey.starts_on, Survey.title, SurveyQuestion.item,
            SurveyAnswer.is_participant,
        )
    )  # fmt: skip
    for survey, place, day, title, item, participant, n, *sums in fetched(wanted):
        yield TrustRow(survey, place, day, title, item, participant, n, *(int(one) for one in sums))


def answers(period: Period) -> Iterator[AnswerRow]:
    """Yield how many people answered surveys in a period."""
    wanted = (
        sa.select(Survey.id, SurveyAnswer.neighbourhood_id, SurveyAnswer.answered_on, Survey.title, sa.func.count())
        .join(SurveyAnswer, SurveyAnswer.survey_id == Survey.id)
        .where(SurveyAnswer.answered_on.between(period.start, period.end))
        .group_by(Survey.id, SurveyAnswer.neighbourhood_id, SurveyAnswer.answered_on, Survey.title)
    )
    yield from (AnswerRow(*row) for row in fetched(wanted))


def trainings(period: Period) -> Iterator[TrainingRow]:
    """Yield the training actions held in a period; two queries."""
    within = (Training.held_on.between(period.start, period.end), Training.attendances.any())
    came: dict[int, list[tuple[College, int]]] = {}
    counted = (
        sa.select(Attendance.training_id, Attendance.college, sa.func.sum(Attendance.people))
        .join(Training, Training.id == Attendance.training_id)
        .where(*within)
        .group_by(Attendance.training_id, Attendance.college)
    )
    for training_id, college, people in fetched(counted):
        came.setdefault(training_id, []).append((college, int(people)))
    hot, cold = HotEvaluation, ColdEvaluation
    wanted = (
        sa.select(
            Training.id, Fund.commune_id, Training.held_on, Training.title, hot.happy, hot.neutral, hot.unhappy,
            cold.changed, cold.asked,
        )
        .join(Fund, Fund.id == Training.fund_id)
        .outerjoin(hot, hot.training_id == Training.id)
        .outerjoin(cold, cold.training_id == Training.id)
        .where(*within)
    )  # fmt: skip
    for number, commune, day, title, happy, neutral, unhappy, changed, asked in fetched(wanted):
        points, answers_given = 2 * (happy or 0) + (neutral or 0), (happy or 0) + (neutral or 0) + (unhappy or 0)
        came_there = tuple(sorted(came.get(number, ())))
        yield TrainingRow(number, commune, day, title, came_there, points, 2 * answers_given, changed or 0, asked or 0)


def governance(period: Period) -> Iterator[GovernanceRow]:
    """Yield the meetings of governance bodies in a period, with what residents had brought there."""
    one = GovernanceMeeting
    settled = sa.case((Referral.outcome != ReferralOutcome.WAITING, 1), else_=0)
    wanted = (
        sa.select(
            one.id, one.commune_id, one.held_on, one.kind, one.people, one.residents, sa.func.count(Referral.id),
            sa.func.coalesce(sa.func.sum(sa.case((Referral.id.is_(None), 0), else_=settled)), 0),
        )
        .outerjoin(Referral, Referral.meeting_id == one.id)
        .where(one.held_on.between(period.start, period.end))
        .group_by(one.id, one.commune_id, one.held_on, one.kind, one.people, one.residents)
    )  # fmt: skip
    for number, commune, day, kind, people, residents, brought, done in fetched(wanted):
        yield GovernanceRow(number, commune or 0, day, kind, people, residents, int(brought), int(done))


def population(period: Period) -> Iterator[BandRow]:
    """Yield the bands of each neighbourhood as they were last counted by the end of a period, else first counted."""
    one = BaselineStat
    rows = fetched(sa.select(one.neighbourhood_id, one.dimension, one.band, one.count, one.year))
    found: dict[tuple[int, Dimension], dict[int, list[BandRow]]] = {}
    for row in (BandRow(*values) for values in rows):
        found.setdefault((row.neighbourhood_id, row.dimension), {}).setdefault(row.year, []).append(row)
    for years in found.values():
        known = [year for year in years if year <= period.end.year]
        yield from years[max(known) if known else min(years)]
