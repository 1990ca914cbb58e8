"""What the evaluation holds of people, how long, and what becomes of it when one of them asks to be erased."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from app import retention
from app.accounts.erasing import eraser
from app.accounts.services.erasure import NAMELESS
from app.clock import PARIS
from app.db import session
from app.evaluation.models import PanelMember, Survey, SurveyAnswer, SurveyQuestion, SurveyText
from app.i18n import lazy_gettext as _

AGES_DAYS = 2 * 365
"""Days after which an answer no longer says an age or a sex (PRACTICE §5.3: aggregated after 24 months)."""
TEXT_DAYS = 365


@eraser
def leave_panels(person_id: int) -> None:
    """Take a person's name off the panels; their place stays, so that a verdict still says how many gave it."""
    nameless = sa.update(PanelMember).where(PanelMember.person_id == person_id).values(name=NAMELESS)
    session().execute(nameless.execution_options(synchronize_session=False))


def register() -> None:
    """Say how long answers say an age, and how long a free answer that nobody published is kept."""
    for rule in (
        retention.Rule(
            "survey_ages", _("L'âge et le sexe dans une réponse à l'enquête"), _("après la réponse"), AGES_DAYS,
            _old_answers, _drop_ages,
        ),
        retention.Rule(
            "survey_texts", _("Une réponse libre qui n'a pas été publiée"), _("après la réponse"), TEXT_DAYS,
            _old_texts, _drop_texts,
        ),
    ):  # fmt: skip
        retention.keep(rule)


def _old_answers(limit: datetime) -> Sequence[int]:
    told = sa.or_(SurveyAnswer.age_band.is_not(None), SurveyAnswer.sex.is_not(None))
    before = SurveyAnswer.answered_on < limit.astimezone(PARIS).date()
    return session().scalars(sa.select(SurveyAnswer.id).where(told, before)).all()


def _drop_ages(ids: Sequence[int]) -> int:
    silent = sa.update(SurveyAnswer).where(SurveyAnswer.id.in_(ids)).values(age_band=None, sex=None)
    session().execute(silent.execution_options(synchronize_session=False))
    return len(ids)


def _old_texts(limit: datetime) -> Sequence[int]:
    unread = sa.or_(SurveyText.is_shown.is_(None), SurveyText.is_shown.is_(False))
    before = SurveyText.answered_on < limit.astimezone(PARIS).date()
    closed = sa.select(SurveyQuestion.id).join(Survey).where(Survey.closed_at.is_not(None))
    old = sa.select(SurveyText.id).where(unread, before, SurveyText.question_id.in_(closed))
    return session().scalars(old).all()


def _drop_texts(ids: Sequence[int]) -> int:
    session().execute(sa.delete(SurveyText).where(SurveyText.id.in_(ids)))
    return len(ids)
