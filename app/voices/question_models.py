"""A question and what is owed to whoever asked it: answers, commitments, what was told back, reminders."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import clock
from app.accounts.models import Person
from app.columns import Instant, choice
from app.db import Model
from app.steps.kinds import subject_kind
from app.steps.models import Subject
from app.territory.models import Neighbourhood, Organisation
from app.voices.models import Contribution

AFTER_ANSWER = ("answered", "reported_back", "closed")


class AnswerKind(StrEnum):
    """What the answer says."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    INTERIM = "interim"
    NOT_OURS = "not_ours"


class CommitmentState(StrEnum):
    """Where a commitment stands; one that is open after its date is late."""

    OPEN = "open"
    KEPT = "kept"
    DROPPED = "dropped"


class TellingWay(StrEnum):
    """How an answer is told back."""

    MESSAGE = "message"
    MEETING = "meeting"
    POSTER = "poster"
    VOICE = "voice"


class Feedback(StrEnum):
    """What the resident says of the answer."""

    CLEAR = "clear"
    NOT_CLEAR = "not_clear"
    DISAGREE = "disagree"


@subject_kind
class Question(Subject, Model):
    """A resident's question, until the answer has been told back. `code` is the number on the card.

    `promised_on` is what the card says and never comes nearer; `answer_due_on` is the day the answer is owed by now,
    later when an interim answer gave another date.
    """

    kind = "question"
    __tablename__ = "question"
    __table_args__ = (
        sa.CheckConstraint("state <> 'assigned' OR (organisation_id IS NOT NULL AND answerer_id IS NOT NULL)",
                           name="assigned_to_somebody"),
        sa.CheckConstraint("(state = 'merged') = (merged_into_id IS NOT NULL)", name="merged_points_somewhere"),
        sa.CheckConstraint(f"state NOT IN {AFTER_ANSWER!r} OR answered_at IS NOT NULL", name="closed_has_an_answer"),
        sa.CheckConstraint("state NOT IN ('reported_back', 'closed') OR told_at IS NOT NULL",
                           name="closed_was_told_back"),
        sa.CheckConstraint("answer_days IN (15, 30)", name="answer_days"),
        sa.CheckConstraint("NOT is_urgent OR called <> ''", name="urgent_means_a_call"),
        sa.Index("ix_question_promised", "promised_on"),
        sa.Index("ix_question_owed", "is_open", "answered_at", "answer_due_on"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(8), unique=True)
    contribution_id: Mapped[int] = mapped_column(sa.ForeignKey("contribution.id"), unique=True)
    neighbourhood_id: Mapped[int] = mapped_column(sa.ForeignKey("neighbourhood.id"), index=True)
    received_at: Mapped[Instant]
    promised_on: Mapped[date]
    answer_due_on: Mapped[date]
    answer_days: Mapped[int] = mapped_column(default=15)
    is_urgent: Mapped[bool] = mapped_column(default=False)
    called: Mapped[str] = mapped_column(sa.String(200), default="")
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    answerer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    merged_into_id: Mapped[int | None] = mapped_column(sa.ForeignKey("question.id"), index=True)
    answered_at: Mapped[Instant | None]
    answered_on_time: Mapped[bool | None]
    told_at: Mapped[Instant | None]

    contribution: Mapped[Contribution] = relationship(lazy="joined")
    neighbourhood: Mapped[Neighbourhood] = relationship(lazy="joined")
    organisation: Mapped[Organisation | None] = relationship(lazy="joined")
    answerer: Mapped[Person | None] = relationship(foreign_keys=[answerer_id])
    answers: Mapped[list[Answer]] = relationship(back_populates="question", order_by="Answer.id")


class Answer(Model):
    """One version of an answer. It cannot be published without its plain words, nor a "no" without its reason."""

    __tablename__ = "answer"
    __table_args__ = (
        sa.UniqueConstraint("question_id", "version"),
        sa.CheckConstraint("published_at IS NULL OR length(trim(plain_text)) > 0", name="published_in_plain_words"),
        sa.CheckConstraint("published_at IS NULL OR length(trim(text)) > 0", name="published_says_something"),
        sa.CheckConstraint("published_at IS NULL OR kind <> 'no' OR length(trim(reason)) > 0", name="no_says_why"),
        sa.CheckConstraint("published_at IS NULL OR kind <> 'interim' OR next_step_on IS NOT NULL",
                           name="interim_gives_a_date"),
        sa.CheckConstraint("kind <> 'not_ours' OR (to_organisation_id IS NOT NULL AND next_step_on IS NOT NULL)",
                           name="not_ours_names_whose"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("question.id"), index=True)
    version: Mapped[int]
    revision: Mapped[int] = mapped_column(default=1)
    kind: Mapped[AnswerKind] = mapped_column(choice(AnswerKind))
    text: Mapped[str] = mapped_column(sa.Text, default="")
    plain_text: Mapped[str] = mapped_column(sa.Text, default="")
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    next_step_on: Mapped[date | None]
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    to_organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"))
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    approved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    written_at: Mapped[Instant]
    published_at: Mapped[Instant | None]

    question: Mapped[Question] = relationship(back_populates="answers")
    organisation: Mapped[Organisation] = relationship(foreign_keys=[organisation_id])
    to_organisation: Mapped[Organisation | None] = relationship(foreign_keys=[to_organisation_id])
    commitments: Mapped[list[Commitment]] = relationship(
        back_populates="answer", order_by="Commitment.id", cascade="all, delete-orphan"
    )


class Commitment(Model):
    """What a body says it will do, by a date: followed in public until it is kept, or dropped with a reason."""

    __tablename__ = "commitment"
    __table_args__ = (
        sa.CheckConstraint("length(trim(what)) > 0", name="says_what"),
        sa.CheckConstraint("state <> 'kept' OR length(trim(evidence)) > 0", name="kept_shows_proof"),
        sa.CheckConstraint("state <> 'dropped' OR length(trim(reason)) > 0", name="dropped_says_why"),
        sa.CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="closed_has_a_date"),
        sa.Index("ix_commitment_due", "state", "due_on"),
        sa.Index("ix_commitment_day", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    answer_id: Mapped[int] = mapped_column(sa.ForeignKey("answer.id"), index=True)
    what: Mapped[str] = mapped_column(sa.String(300))
    due_on: Mapped[date]
    state: Mapped[CommitmentState] = mapped_column(choice(CommitmentState), default=CommitmentState.OPEN)
    evidence: Mapped[str] = mapped_column(sa.String(500), default="")
    reason: Mapped[str] = mapped_column(sa.String(500), default="")
    closed_at: Mapped[Instant | None]
    closed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    answer: Mapped[Answer] = relationship(back_populates="commitments")

    @property
    def is_late(self) -> bool:
        """Say whether its day has passed while it is still open."""
        return self.state is CommitmentState.OPEN and self.due_on < clock.today()


class ReportBack(Model):
    """An answer told back (`told_on` is unknown while its message has not left), and what was thought of it."""

    __tablename__ = "report_back"
    __table_args__ = (
        sa.CheckConstraint("way <> 'meeting' OR meeting_id IS NOT NULL", name="meeting_is_named"),
        sa.CheckConstraint("feedback IS NULL OR told_on IS NOT NULL", name="told_before_judged"),
        sa.Index("ix_report_back_day", "told_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("question.id"), index=True)
    answer_id: Mapped[int] = mapped_column(sa.ForeignKey("answer.id"), index=True)
    way: Mapped[TellingWay] = mapped_column(choice(TellingWay))
    meeting_id: Mapped[int | None] = mapped_column(sa.ForeignKey("meeting.id"), index=True)
    message_id: Mapped[int | None] = mapped_column(sa.ForeignKey("message.id"), unique=True)
    told_on: Mapped[date | None]
    told_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    feedback: Mapped[Feedback | None] = mapped_column(choice(Feedback))
    feedback_at: Mapped[Instant | None]


class Reminder(Model):
    """A reminder that left because an answer is awaited; each level once for each date owed."""

    __tablename__ = "question_reminder"
    __table_args__ = (sa.UniqueConstraint("question_id", "due_on", "level"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("question.id"), index=True)
    due_on: Mapped[date]
    level: Mapped[int]
    sent_at: Mapped[Instant]


class WeeklyNote(Model):
    """The weekly note to somebody who owes answers, so that each week has one."""

    __tablename__ = "voices_weekly_note"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True)
    monday: Mapped[date] = mapped_column(primary_key=True)
