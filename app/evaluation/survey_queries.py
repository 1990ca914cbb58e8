"""Reading surveys: what is asked and where, how many answered, and what may be published of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.db import remembered, session
from app.evaluation.models import (
    AnswerChannel,
    QuestionKind,
    Survey,
    SurveyAnswer,
    SurveyBatch,
    SurveyPoint,
    SurveyQuestion,
    SurveyText,
    SurveyValue,
)
from app.projects.models import Project
from app.projects.queries.along import read_along, rows_along
from app.suppression import FEWEST, Published, published

read_along(Survey)

MIDDLE = 2
"""Of three faces, the one to hide first when a small count must not be found by subtraction."""

HIGH = 6
"""On a scale of ten, answers from here on are told together."""


@dataclass(frozen=True)
class Result:
    """One closed question: how many answered, the mean (None for too few, or not a scale), the published counts."""

    question: SurveyQuestion
    answers: int
    mean: float | None
    counts: Published[int]


@dataclass
class Results:
    """What may be published of a closed survey."""

    survey: Survey
    answers: int
    results: list[Result] = field(default_factory=list)


def survey_of(project: Project) -> Survey | None:
    """Return the questionnaire of a project with its questions, or None."""
    return session().scalar(
        sa.select(Survey).filter_by(project_id=project.id).options(selectinload(Survey.questions))
    )  # fmt: skip


def survey_with_points(survey_id: int) -> Survey | None:
    """Return a survey with its questions and the places where it is asked, or None; three queries."""
    return session().scalar(
        sa.select(Survey)
        .filter_by(id=survey_id)
        .options(selectinload(Survey.questions), selectinload(Survey.points), joinedload(Survey.project))
    )


def point_called(code: str) -> SurveyPoint | None:
    """Return the place of a short code, with its survey and its questions, or None; two queries."""
    return session().scalar(
        sa.select(SurveyPoint)
        .filter_by(code=code)
        .options(
            joinedload(SurveyPoint.survey).selectinload(Survey.questions),
            joinedload(SurveyPoint.survey).joinedload(Survey.project),
        )
    )


def batch_called(serial: str) -> SurveyBatch | None:
    """Return the sheets of a number, or None."""
    return session().scalar(sa.select(SurveyBatch).filter_by(serial=serial))


def batches_of(points: Sequence[SurveyPoint]) -> list[tuple[SurveyBatch, int]]:
    """Return the batches printed for some places, with how many sheets of each are keyed."""
    keyed = sa.select(sa.func.count()).where(SurveyAnswer.batch_id == SurveyBatch.id).scalar_subquery()
    printed = sa.select(SurveyBatch, keyed).where(SurveyBatch.point_id.in_([point.id for point in points]))
    return [(batch, count) for batch, count in session().execute(printed.order_by(SurveyBatch.id))]


def keyed_in(batch: SurveyBatch) -> int:
    """Return how many sheets of a batch are keyed."""
    counted = sa.select(sa.func.count()).select_from(SurveyAnswer).filter_by(batch_id=batch.id)
    return session().scalar(counted) or 0


def answers_by_point(survey: Survey) -> Mapping[int, Counter[AnswerChannel]]:
    """Return how many answered at each place, by how they did; one query."""
    counted: dict[int, Counter[AnswerChannel]] = defaultdict(Counter)
    rows = sa.select(SurveyAnswer.point_id, SurveyAnswer.channel, sa.func.count()).filter_by(survey_id=survey.id)
    for point_id, channel, count in session().execute(rows.group_by(SurveyAnswer.point_id, SurveyAnswer.channel)):
        counted[point_id][channel] = count
    return counted


def texts_of(survey: Survey) -> list[tuple[SurveyQuestion, SurveyText]]:
    """Return the free answers by question, in an order that says nothing of who came first."""
    rows = sa.select(SurveyQuestion, SurveyText).join(SurveyText, SurveyText.question_id == SurveyQuestion.id)
    rows = rows.where(SurveyQuestion.survey_id == survey.id)
    rows = rows.order_by(SurveyQuestion.position, SurveyText.text, SurveyText.id)
    return [(asked, text) for asked, text in session().execute(rows)]


def survey_of_text(text_id: int) -> int | None:
    """Return the id of the survey that a free answer belongs to, or None."""
    asked = sa.select(SurveyQuestion.survey_id).join(SurveyText, SurveyText.question_id == SurveyQuestion.id)
    return session().scalar(asked.where(SurveyText.id == text_id))


def results_of(project: Project) -> Results | None:
    """Return what is published of the questionnaire of a project, once it is closed; one query a page then."""
    if not any(survey.closed_at for survey in rows_along(project.id, Survey)):
        return None
    return remembered(("survey results", project.id), lambda: _results(Survey.project_id == project.id))


def results(survey: Survey) -> Results | None:
    """Return what is published of a survey, once it is closed."""
    return _results(Survey.id == survey.id)


def _results(which: sa.ColumnElement[bool]) -> Results | None:
    everyone = sa.select(sa.func.count()).where(SurveyAnswer.survey_id == Survey.id).scalar_subquery()
    rows = (
        sa.select(Survey, SurveyQuestion, SurveyValue.value, sa.func.count(SurveyValue.answer_id), everyone)
        .join(SurveyQuestion, SurveyQuestion.survey_id == Survey.id)
        .outerjoin(SurveyValue, SurveyValue.question_id == SurveyQuestion.id)
        .where(which, Survey.closed_at.is_not(None), SurveyQuestion.kind != QuestionKind.FREE)
        .group_by(Survey.id, SurveyQuestion.id, SurveyValue.value)
        .order_by(SurveyQuestion.position, SurveyValue.value)
    )
    found: Results | None = None
    counted: dict[SurveyQuestion, Counter[int]] = defaultdict(Counter)
    for survey, question, value, count, answers in session().execute(rows):
        found = found or Results(survey, answers)
        counted[question] += Counter({value: count} if count else {})
    if found is not None:
        found.results = [result_of(question, counts) for question, counts in counted.items()]
    return found


def result_of(question: SurveyQuestion, counts: Counter[int]) -> Result:
    """Return what may be published of the answers to one question: ten is told in two bands, under 6 and from 6 on."""
    answers = counts.total()
    if question.kind is QuestionKind.SCALE:
        bands = {1: sum(count for value, count in counts.items() if value >= HIGH)}
        bands[0] = answers - bands[1]
        mean = sum(value * count for value, count in counts.items()) / answers if answers >= FEWEST else None
        return Result(question, answers, mean, published(bands))
    values = (3, 2, 1) if question.kind is QuestionKind.FACES else (1, 0)
    told = published({value: counts[value] for value in sorted(values, key=lambda value: value != MIDDLE)})
    return Result(question, answers, None, Published({value: told.cells[value] for value in values}, told.total))
