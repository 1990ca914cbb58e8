"""A questionnaire of another project, open, with a batch of paper and a free answer nobody has read."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app import clock
from app.db import session, transaction
from app.evaluation.models import (
    AnswerChannel,
    QuestionKind,
    Survey,
    SurveyBatch,
    SurveyKind,
    SurveyPoint,
    SurveyQuestion,
    SurveyText,
)
from app.evaluation.services.answering import Given, take_answer
from tests.make.projects import project


@transaction()
def survey(text: str = "On se dit bonjour.") -> dict[str, Any]:
    """Store it, and return the numbers that routes give to its things."""
    of = project(published_at=clock.now())
    made = Survey(kind=SurveyKind.EXPERIENCE, title="Le jardin", project_id=of.id, opened_at=clock.now())
    session().add(made)
    session().flush()
    closed = SurveyQuestion(survey_id=made.id, position=1, kind=QuestionKind.FACES, text="Content ?")
    free = SurveyQuestion(survey_id=made.id, position=2, kind=QuestionKind.FREE, text="Pourquoi ?")
    point = SurveyPoint(survey_id=made.id, neighbourhood_id=of.neighbourhood_id, code="ABC234")
    session().add_all([closed, free, point])
    session().flush()
    batch = SurveyBatch(serial="XYZ789", point_id=point.id, printed=3, printed_at=clock.now())
    session().add(batch)
    take_answer(point, Given({closed.id: 3}, {free.id: text}), "first", AnswerChannel.KIOSK)
    said = session().scalars(sa.select(SurveyText)).one()
    return {
        "survey_id": made.id,
        "survey_code": point.code,
        "survey_serial": batch.serial,
        "text_id": said.id,
        "mode": "kiosk",
        "choice": "show",
    }
