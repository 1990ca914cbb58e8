"""A meeting, from the idea to its evaluation: when and where, what one talks about, what was written of it."""

from __future__ import annotations

from datetime import date, time
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import clock
from app.columns import Instant, choice
from app.db import Model
from app.dialogue.models.space import DialogueSpace
from app.steps.kinds import subject_kind
from app.steps.models import Subject
from app.territory.models import Neighbourhood

COMING = ("announced", "reminded", "open")
"""States of a meeting that people are invited to."""

PUBLISHED = ("minutes_published", "followed_up", "evaluated")
"""States after its minutes were published."""

HELD = ("closed", *PUBLISHED)
"""States of a meeting that took place."""


@subject_kind
class Meeting(Subject, Model):
    """A meeting; its state moves only through `steps.services`.

    `held_on` is the day it is meant for, then the day it was held. `residents_count`, without names, is the total of
    residents who came; it means something from `counted_at` on.
    """

    kind = "meeting"
    __tablename__ = "meeting"
    __table_args__ = (
        sa.CheckConstraint("residents_count >= 0", name="residents_count_not_negative"),
        sa.CheckConstraint("start_time IS NULL OR end_time IS NULL OR start_time < end_time", name="ends_after_start"),
        sa.CheckConstraint(f"state NOT IN {COMING + HELD!r} OR public_at IS NOT NULL", name="announced_is_public"),
        sa.CheckConstraint(
            f"state NOT IN {PUBLISHED!r} OR (minutes_published_at IS NOT NULL AND minutes_plain <> '')",
            name="published_in_plain_words",
        ),
        sa.Index("ix_meeting_space_day", "space_id", "held_on"),
        sa.Index("ix_meeting_day", "held_on"),
        sa.Index("ix_meeting_due", "is_open", "due_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    space_id: Mapped[int] = mapped_column(sa.ForeignKey("dialogue_space.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(160))
    held_on: Mapped[date]
    start_time: Mapped[time | None]
    end_time: Mapped[time | None]
    place: Mapped[str] = mapped_column(sa.String(160))
    has_childcare: Mapped[bool] = mapped_column(default=False)
    has_food: Mapped[bool] = mapped_column(default=False)
    is_step_free: Mapped[bool] = mapped_column(default=False)
    languages: Mapped[str] = mapped_column(sa.String(120), default="")
    practical_note: Mapped[str] = mapped_column(sa.String(300), default="")
    residents_count: Mapped[int] = mapped_column(default=0)
    counted_at: Mapped[Instant | None]
    summary: Mapped[str] = mapped_column(sa.Text, default="")
    minutes: Mapped[str] = mapped_column(sa.Text, default="")
    minutes_plain: Mapped[str] = mapped_column(sa.Text, default="")
    names_checked_at: Mapped[Instant | None]
    minutes_published_at: Mapped[Instant | None]
    public_at: Mapped[Instant | None]

    space: Mapped[DialogueSpace] = relationship(back_populates="meetings", lazy="joined")
    all_lines: Mapped[list[MeetingLine]] = relationship(
        back_populates="meeting", order_by="MeetingLine.position, MeetingLine.id"
    )

    @property
    def agenda(self) -> list[MeetingLine]:
        """The lines of the agenda, after the answers since last time, without those taken off."""
        return [line for line in self.all_lines if not line.is_dropped]

    @property
    def neighbourhood(self) -> Neighbourhood:
        """Where it takes place."""
        return self.space.neighbourhood

    @property
    def neighbourhood_id(self) -> int:
        """The number of the neighbourhood, for the outbox."""
        return self.space.neighbourhood_id

    @property
    def starts_on(self) -> date:
        """The day that deadlines count from."""
        return self.held_on

    @property
    def is_coming(self) -> bool:
        """Say whether people are invited to it and its day has not passed."""
        return self.state in COMING and self.held_on >= clock.today()

    @property
    def was_held(self) -> bool:
        """Say whether it took place."""
        return self.state in HELD


class AgendaKind(StrEnum):
    """What one line of an agenda is."""

    INFO = "info"
    EXCHANGE = "exchange"
    PROJECT = "project"
    QUESTION = "question"
    FUND = "fund"
    EVALUATION = "evaluation"


class MeetingLine(Model):
    """One line of an agenda, after the answers since last time, which come first and are never a row.

    A line that entered by itself names what it is about by its kind of subject and its number; taken off, it stays as
    dropped, so that it does not come back.
    """

    __tablename__ = "meeting_line"
    __table_args__ = (
        sa.UniqueConstraint("meeting_id", "about_kind", "about_id"),
        sa.CheckConstraint("(about_kind = '') = (about_id IS NULL)", name="about_something_whole"),
        sa.CheckConstraint("minutes IS NULL OR minutes BETWEEN 1 AND 240", name="minutes_of_one_meeting"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"), index=True)
    kind: Mapped[AgendaKind] = mapped_column(choice(AgendaKind))
    title: Mapped[str] = mapped_column(sa.String(200))
    minutes: Mapped[int | None]
    position: Mapped[int]
    about_kind: Mapped[str] = mapped_column(sa.String(40), default="")
    about_id: Mapped[int | None]
    is_dropped: Mapped[bool] = mapped_column(default=False)

    meeting: Mapped[Meeting] = relationship(back_populates="all_lines")


class MeetingExperience(Model):
    """What a facilitator and a resident make of a meeting, told together in five minutes (F-38).

    Smileys are counts of the slips given at the end: understood, listened to, will come back.
    """

    __tablename__ = "meeting_experience"
    __table_args__ = (
        sa.CheckConstraint("with_resident", name="told_with_a_resident"),
        sa.CheckConstraint("slips >= 0 AND understood BETWEEN 0 AND slips AND listened BETWEEN 0 AND slips"
                           " AND comes_back BETWEEN 0 AND slips", name="slips_add_up"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"), unique=True)
    with_resident: Mapped[bool]
    went_well: Mapped[str] = mapped_column(sa.Text)
    to_change: Mapped[str] = mapped_column(sa.Text)
    slips: Mapped[int] = mapped_column(default=0)
    understood: Mapped[int] = mapped_column(default=0)
    listened: Mapped[int] = mapped_column(default=0)
    comes_back: Mapped[int] = mapped_column(default=0)
    told_at: Mapped[Instant]
    told_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))


class AbsenceReason(StrEnum):
    """Why somebody who used to come does not any more (PRACTICE §7.3)."""

    NO_TIME = "no_time"
    NOT_USEFUL = "not_useful"
    NOT_HEARD = "not_heard"
    CONFLICT = "conflict"
    MOVED = "moved"
    CHILDCARE = "childcare"
    LANGUAGE = "language"


class AbsenceCount(Model):
    """How many people gave a reason for not coming to a meeting: never who."""

    __tablename__ = "absence_count"
    __table_args__ = (
        sa.UniqueConstraint("meeting_id", "reason"),
        sa.CheckConstraint("count > 0", name="count_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"), index=True)
    reason: Mapped[AbsenceReason] = mapped_column(choice(AbsenceReason))
    count: Mapped[int]
