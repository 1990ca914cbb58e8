"""Taking the answer of one person, once, whatever the number of times it is sent; nobody is written down with it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.dialects import postgresql, sqlite

from app import clock
from app.db import is_sqlite, lock, session, transaction
from app.evaluation.models import (
    AgeBand,
    AnswerChannel,
    QuestionKind,
    Sex,
    Survey,
    SurveyAnswer,
    SurveyBatch,
    SurveyKind,
    SurveyPoint,
    SurveyQuestion,
    SurveyText,
    SurveyValue,
)
from app.evaluation.models.surveys import RANGES
from app.evaluation.refusals import EvaluationRefused
from app.evaluation.services.batches import check_room
from app.i18n import gettext as _

LONGEST_TEXT = 1_000


@dataclass(frozen=True)
class Given:
    """What one person answered: a value or words by the id of the question; age and sex only in a trust wave."""

    values: Mapping[int, int] = field(default_factory=dict)
    texts: Mapping[int, str] = field(default_factory=dict)
    age_band: AgeBand | None = None
    sex: Sex | None = None

    @property
    def is_empty(self) -> bool:
        """Say whether nothing at all was answered."""
        return not self.values and not any(text.strip() for text in self.texts.values())


@transaction()
def take_answer(
    point: SurveyPoint, given: Given, key: str, channel: AnswerChannel, batch: SurveyBatch | None = None
) -> bool:
    """Store an answer under the number that its form drew; return False when it was already there.

    The first answer freezes the questions. Raises EvaluationRefused when the survey takes no answers, when nothing was
    answered, for what is not an answer to one of its questions, and for more sheets of paper than came back.
    """
    survey = lock(Survey, point.survey_id)
    if survey is None or not survey.is_open:
        raise EvaluationRefused(_("Ce questionnaire ne prend plus de réponses."))
    if given.is_empty:
        raise EvaluationRefused(_("Répondez au moins à une question."))
    _check(survey, given)
    answer_id = _stored(point, survey, given, (key, channel, batch))
    if answer_id is None:
        return False
    if batch is not None:
        check_room(batch)
    if survey.frozen_at is None:
        survey.frozen_at = clock.now()
    session().add_all(
        SurveyValue(answer_id=answer_id, question_id=question_id, value=value)
        for question_id, value in given.values.items()
    )
    session().add_all(
        SurveyText(question_id=question_id, text=text.strip()[:LONGEST_TEXT], answered_on=clock.today())
        for question_id, text in given.texts.items()
        if text.strip()
    )
    session().flush()
    return True


def _stored(
    point: SurveyPoint, survey: Survey, given: Given, sent: tuple[str, AnswerChannel, SurveyBatch | None]
) -> int | None:
    """Insert the answer; None when one with this number is there already."""
    key, channel, batch = sent
    asks_who = survey.kind is SurveyKind.TRUST
    dialect = sqlite if is_sqlite() else postgresql
    row = {
        "survey_id": survey.id, "point_id": point.id, "batch_id": batch.id if batch else None,
        "key": hashlib.sha256(f"{survey.id}:{key}".encode()).hexdigest(), "channel": channel,
        "neighbourhood_id": point.neighbourhood_id, "is_participant": point.is_participant,
        "age_band": given.age_band if asks_who else None, "sex": given.sex if asks_who else None,
        "answered_on": clock.today(),
    }  # fmt: skip
    insert = dialect.insert(SurveyAnswer).values(row).on_conflict_do_nothing(index_elements=["key"])
    stored: int | None = session().scalar(insert.returning(SurveyAnswer.id))
    return stored


def _check(survey: Survey, given: Given) -> None:
    kinds = {question.id: question.kind for question in _questions(survey)}
    fine = all(value in RANGES.get(kinds.get(number, QuestionKind.FREE), ()) for number, value in given.values.items())
    if not fine or any(kinds.get(number) is not QuestionKind.FREE for number in given.texts):
        raise EvaluationRefused(_("Le questionnaire a changé. Ouvrez de nouveau la page."))


def _questions(survey: Survey) -> list[SurveyQuestion]:
    asked = session().query(SurveyQuestion).filter_by(survey_id=survey.id)
    return list(asked.order_by(SurveyQuestion.position))
