"""Reading what one person answered: fields named after the questions, of which none must be filled."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from app.evaluation.models import AgeBand, QuestionKind, Sex, Survey, SurveyKind, SurveyQuestion
from app.evaluation.models.surveys import RANGES
from app.evaluation.refusals import EvaluationRefused
from app.evaluation.services.answering import LONGEST_TEXT, Given
from app.i18n import gettext
from app.projects.fields import clean_text

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True)
class Screen:
    """One screen of a questionnaire: the opening words, a question, or what is asked of who answers."""

    kind: str
    question: SurveyQuestion | None = None

    @property
    def name(self) -> str:
        """The field of its answer."""
        return field_of(self.question) if self.question else ""


def screens_of(survey: Survey) -> list[Screen]:
    """Return the screens in their order; age and sex are asked last, in a trust wave alone."""
    asked = [Screen(question.kind.value, question) for question in survey.questions]
    about = [Screen("about")] if survey.kind is SurveyKind.TRUST else []
    return [Screen("start"), *asked, *about]


def field_of(question: SurveyQuestion) -> str:
    """Name the field of a question."""
    return f"q{question.id}"


def fingerprint(survey: Survey) -> str:
    """Return a digest of the questions in their order: an answer kept by a device is to those that it showed."""
    asked = "\n".join(f"{field_of(one)} {one.kind.value} {one.text}" for one in survey.questions)
    return hashlib.sha256(asked.encode()).hexdigest()[:16]


def given(survey: Survey, sent: Mapping[str, str]) -> Given:
    """Read an answer; what cannot be one is as if it were not there.

    Raises EvaluationRefused for the answer to other questions than those now asked.
    """
    if sent.get("asked", "") not in {"", fingerprint(survey)}:
        raise EvaluationRefused(gettext("Le questionnaire a changé. Ouvrez de nouveau la page."))
    values: dict[int, int] = {}
    texts: dict[int, str] = {}
    for question in survey.questions:
        typed = sent.get(field_of(question), "")
        if question.kind is QuestionKind.FREE:
            if text := clean_text(typed)[:LONGEST_TEXT]:
                texts[question.id] = text
        elif typed in {str(value) for value in RANGES[question.kind]}:
            values[question.id] = int(typed)
    return Given(values, texts, _one_of(AgeBand, sent.get("age")), _one_of(Sex, sent.get("sex")))


def _one_of(enum: type[E], typed: str | None) -> E | None:
    return next((member for member in enum if member.value == typed), None)
