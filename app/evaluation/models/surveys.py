"""Asking people: the questionnaire of one project, or a wave of the trust survey. Answers have no author.

An answer holds no person, no address, no hour: a day, a place, how it came. Where something is asked of who answers
(trust waves alone), it is an age band and a sex, both optional; never anything else (DOMAIN §A.3, invariant 16).
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.columns import Instant, choice
from app.db import Model
from app.dialogue.models.tally import AgeBand, Sex
from app.projects.models import Project
from app.territory.models import Neighbourhood

__all__ = ["AgeBand", "AnswerChannel", "QuestionKind", "Sample", "Sex", "Survey", "SurveyAnswer", "SurveyBatch",
           "SurveyKind", "SurveyPoint", "SurveyQuestion", "SurveyText", "SurveyValue"]  # fmt: skip


class SurveyKind(StrEnum):
    """What is asked: what a project gave, or trust in institutions."""

    EXPERIENCE = "experience"
    TRUST = "trust"


class Sample(StrEnum):
    """Who is asked (trust waves)."""

    PARTICIPANTS = "participants"
    DOOR_TO_DOOR = "door_to_door"
    ALL = "all"


class Survey(Model):
    """A questionnaire: prepared, then open, then closed. Its questions are frozen by the first answer.

    A trust survey is one wave: a name, a period, a sample, the items T1 to T6 of PRACTICE §2.2.
    """

    __tablename__ = "survey"
    __table_args__ = (
        sa.CheckConstraint("(kind = 'experience') = (project_id IS NOT NULL)", name="experience_of_a_project"),
        sa.CheckConstraint("(kind = 'trust') = (sample IS NOT NULL)", name="wave_has_a_sample"),
        sa.CheckConstraint("kind <> 'trust' OR (starts_on IS NOT NULL AND ends_on IS NOT NULL)", name="wave_has_dates"),
        sa.CheckConstraint("starts_on IS NULL OR ends_on IS NULL OR starts_on <= ends_on", name="dates_in_order"),
        sa.CheckConstraint("closed_at IS NULL OR opened_at IS NOT NULL", name="opened_before_closed"),
        sa.CheckConstraint("frozen_at IS NULL OR opened_at IS NOT NULL", name="answered_once_open"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[SurveyKind] = mapped_column(choice(SurveyKind))
    title: Mapped[str] = mapped_column(sa.String(120))
    project_id: Mapped[int | None] = mapped_column(sa.ForeignKey("project.id"), unique=True)
    sample: Mapped[Sample | None] = mapped_column(choice(Sample))
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    opened_at: Mapped[Instant | None]
    frozen_at: Mapped[Instant | None]
    """The first answer came: the questions change no more."""
    closed_at: Mapped[Instant | None]

    project: Mapped[Project | None] = relationship()
    questions: Mapped[list[SurveyQuestion]] = relationship(
        back_populates="survey", order_by="SurveyQuestion.position, SurveyQuestion.id", cascade="all, delete-orphan"
    )
    points: Mapped[list[SurveyPoint]] = relationship(back_populates="survey", order_by="SurveyPoint.id")

    @property
    def is_open(self) -> bool:
        """Say whether answers are taken."""
        return self.opened_at is not None and self.closed_at is None


class QuestionKind(StrEnum):
    """How one answers: 0 to 10, three faces (1 to 3, 3 the happy one), yes or no (1 or 0), or freely."""

    SCALE = "scale"
    FACES = "faces"
    YES_NO = "yes_no"
    FREE = "free"


RANGES: dict[QuestionKind, range] = {
    QuestionKind.SCALE: range(11),
    QuestionKind.FACES: range(1, 4),
    QuestionKind.YES_NO: range(2),
}
"""The values that each kind of closed question takes."""


class SurveyQuestion(Model):
    """One question; `item` is the code of a trust item ("T1b"), empty for a question of one's own."""

    __tablename__ = "survey_question"
    __table_args__ = (sa.UniqueConstraint("survey_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(sa.ForeignKey("survey.id"))
    position: Mapped[int]
    kind: Mapped[QuestionKind] = mapped_column(choice(QuestionKind))
    text: Mapped[str] = mapped_column(sa.String(240))
    item: Mapped[str] = mapped_column(sa.String(10), default="")

    survey: Mapped[Survey] = relationship(back_populates="questions")


class SurveyPoint(Model):
    """One place where a survey is asked, under a short code of its own: a neighbourhood, and whom one meets there.

    `is_participant` tells whether those who answer here take part in meetings; None: it is not known, or not asked.
    """

    __tablename__ = "survey_point"
    __table_args__ = (sa.UniqueConstraint("survey_id", "neighbourhood_id", "is_participant"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(sa.ForeignKey("survey.id"))
    neighbourhood_id: Mapped[int] = mapped_column(sa.ForeignKey("neighbourhood.id"), index=True)
    is_participant: Mapped[bool | None]
    code: Mapped[str] = mapped_column(sa.String(6), unique=True)

    survey: Mapped[Survey] = relationship(back_populates="points")
    neighbourhood: Mapped[Neighbourhood] = relationship(lazy="joined")


class SurveyBatch(Model):
    """Sheets of paper printed together: how many were printed, came back, and were keyed.

    Closed once as many were keyed as came back, or with a reason.
    """

    __tablename__ = "survey_batch"
    __table_args__ = (
        sa.CheckConstraint("printed BETWEEN 1 AND 500", name="printed_in_reason"),
        sa.CheckConstraint("returned IS NULL OR returned BETWEEN 0 AND printed", name="returned_among_printed"),
        sa.CheckConstraint("closed_at IS NULL OR returned IS NOT NULL", name="counted_before_closed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    serial: Mapped[str] = mapped_column(sa.String(6), unique=True)
    point_id: Mapped[int] = mapped_column(sa.ForeignKey("survey_point.id"), index=True)
    printed: Mapped[int]
    returned: Mapped[int | None]
    gap_reason: Mapped[str] = mapped_column(sa.String(300), default="")
    printed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    printed_at: Mapped[Instant]
    closed_at: Mapped[Instant | None]

    point: Mapped[SurveyPoint] = relationship()


class AnswerChannel(StrEnum):
    """How an answer came."""

    PAPER = "paper"
    PHONE = "phone"
    KIOSK = "kiosk"
    OWN_PHONE = "own_phone"


class SurveyAnswer(Model):
    """What one person answered. `key` is a digest of the number drawn by the form: sent twice, it is stored once."""

    __tablename__ = "survey_answer"
    __table_args__ = (
        sa.Index("ix_survey_answer_place", "survey_id", "neighbourhood_id", "is_participant"),
        sa.CheckConstraint("(channel = 'paper') = (batch_id IS NOT NULL)", name="paper_has_its_batch"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(sa.ForeignKey("survey.id"))
    point_id: Mapped[int] = mapped_column(sa.ForeignKey("survey_point.id"), index=True)
    batch_id: Mapped[int | None] = mapped_column(sa.ForeignKey("survey_batch.id"), index=True)
    key: Mapped[str] = mapped_column(sa.String(64), unique=True)
    channel: Mapped[AnswerChannel] = mapped_column(choice(AnswerChannel))
    neighbourhood_id: Mapped[int] = mapped_column(sa.ForeignKey("neighbourhood.id"))
    is_participant: Mapped[bool | None]
    age_band: Mapped[AgeBand | None] = mapped_column(choice(AgeBand))
    sex: Mapped[Sex | None] = mapped_column(choice(Sex))
    answered_on: Mapped[date]


class SurveyValue(Model):
    """The answer to one closed question; a question left aside has no row."""

    __tablename__ = "survey_value"
    __table_args__ = (
        sa.CheckConstraint("value BETWEEN 0 AND 10", name="within_the_scale"),
        sa.Index("ix_survey_value_question", "question_id", "answer_id", "value"),
    )

    answer_id: Mapped[int] = mapped_column(sa.ForeignKey("survey_answer.id"), primary_key=True)
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("survey_question.id"), primary_key=True)
    value: Mapped[int] = mapped_column(sa.SmallInteger)


class SurveyText(Model):
    """The answer to one free question, apart from the rest of the answer: never read beside an age or a sex.

    It names the question, not the answer; shown once somebody has checked that it names nobody.
    """

    __tablename__ = "survey_text"

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("survey_question.id"), index=True)
    text: Mapped[str] = mapped_column(sa.Text)
    is_shown: Mapped[bool | None]
    """None: nobody has read it yet."""
    answered_on: Mapped[date]
