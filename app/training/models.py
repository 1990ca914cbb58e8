"""Training actions, who attended by organisation (counts, never names), and their two evaluations."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.columns import Instant, choice
from app.db import Model
from app.funds.models import Fund
from app.money import Money
from app.steps.kinds import subject_kind
from app.steps.models import Subject


class Skill(StrEnum):
    """What the action teaches (DOMAIN §B.5)."""

    EQUAL_POSTURE = "equal_posture"
    PLAIN_LANGUAGE = "plain_language"
    FACILITATION = "facilitation"
    EXPLAINING_REFUSAL = "explaining_refusal"
    COMMITTEE_SKILLS = "committee_skills"
    SECULARISM = "secularism"
    OTHER = "other"


class College(StrEnum):
    """Who takes part."""

    AGENTS = "agents"
    ELECTED = "elected"
    LANDLORDS = "landlords"
    STATE = "state"
    MEDIATORS = "mediators"
    COMMITTEE_RESIDENTS = "committee_residents"


class NeedSource(StrEnum):
    """Where the need comes from."""

    EVALUATION = "evaluation"
    TALK_SHARE = "talk_share"
    LATE_ANSWERS = "late_answers"
    NEW_COMMITTEE = "new_committee"
    REFERENT = "referent"


class Payer(StrEnum):
    """Who pays: the fund, somebody else, or nobody because it costs nothing."""

    FUND = "fund"
    OTHER = "other"
    FREE = "free"


@subject_kind
class Training(Subject, Model):
    """One action; its state moves only through `steps.services`. Money is in cents.

    `signal` is the fact that showed the need, so that it is noted once; `plain` is the sentence published to everybody.
    """

    kind = "training"
    __tablename__ = "training"
    __table_args__ = (
        sa.UniqueConstraint("fund_id", "signal"),
        sa.CheckConstraint("cost_cents >= 0", name="cost_not_negative"),
        sa.CheckConstraint("payer <> 'free' OR cost_cents = 0", name="free_costs_nothing"),
        sa.CheckConstraint("payer <> 'other' OR payer_name <> ''", name="other_payer_named"),
        sa.CheckConstraint("state NOT IN ('scheduled', 'delivered') OR held_on IS NOT NULL", name="dated"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fund_id: Mapped[int] = mapped_column(sa.ForeignKey("fund.id"), index=True)
    source: Mapped[NeedSource] = mapped_column(choice(NeedSource))
    signal: Mapped[str | None] = mapped_column(sa.String(60))
    why: Mapped[str] = mapped_column(sa.Text)
    title: Mapped[str] = mapped_column(sa.String(120))
    skill: Mapped[Skill | None] = mapped_column(choice(Skill))
    colleges: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    plain: Mapped[str] = mapped_column(sa.Text, default="")
    provider: Mapped[str] = mapped_column(sa.String(120), default="")
    cost_cents: Mapped[Money] = mapped_column(default=0)
    payer: Mapped[Payer | None] = mapped_column(choice(Payer))
    payer_name: Mapped[str] = mapped_column(sa.String(120), default="")
    held_on: Mapped[date | None]
    place: Mapped[str] = mapped_column(sa.String(160), default="")
    resident_trainer: Mapped[bool] = mapped_column(default=False)
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    created_at: Mapped[Instant]

    fund: Mapped[Fund] = relationship(lazy="joined")
    attendances: Mapped[list[Attendance]] = relationship(back_populates="training", order_by="Attendance.id")
    hot: Mapped[HotEvaluation | None] = relationship(back_populates="training")
    cold: Mapped[ColdEvaluation | None] = relationship(back_populates="training")

    @property
    def named(self) -> tuple[int, str]:
        """What the ledger knows of the action: its number and its name."""
        return self.id, self.title


class Attendance(Model):
    """How many people of one organisation came, in one college."""

    __tablename__ = "training_attendance"
    __table_args__ = (
        sa.UniqueConstraint("training_id", "organisation", "college"),
        sa.CheckConstraint("people > 0", name="people_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    training_id: Mapped[int] = mapped_column(sa.ForeignKey("training.id"), index=True)
    organisation: Mapped[str] = mapped_column(sa.String(120))
    college: Mapped[College] = mapped_column(choice(College))
    people: Mapped[int]

    training: Mapped[Training] = relationship(back_populates="attendances")


class HotEvaluation(Model):
    """What people said on leaving, counted from three faces."""

    __tablename__ = "training_hot_evaluation"
    __table_args__ = (
        sa.CheckConstraint("happy >= 0 AND neutral >= 0 AND unhappy >= 0", name="counts_not_negative"),
        sa.CheckConstraint("happy + neutral + unhappy > 0", name="somebody_answered"),
    )

    training_id: Mapped[int] = mapped_column(sa.ForeignKey("training.id"), primary_key=True)
    happy: Mapped[int]
    neutral: Mapped[int]
    unhappy: Mapped[int]
    said: Mapped[str] = mapped_column(sa.Text, default="")
    at: Mapped[Instant]

    training: Mapped[Training] = relationship(back_populates="hot")


class ColdEvaluation(Model):
    """Months later: how many were asked, how many changed their practice, what changed and where it was seen."""

    __tablename__ = "training_cold_evaluation"
    __table_args__ = (
        sa.CheckConstraint("asked > 0 AND changed BETWEEN 0 AND asked", name="changed_among_asked"),
        sa.CheckConstraint("what <> ''", name="practice_told"),
    )

    training_id: Mapped[int] = mapped_column(sa.ForeignKey("training.id"), primary_key=True)
    asked: Mapped[int]
    changed: Mapped[int]
    what: Mapped[str] = mapped_column(sa.Text)
    seen_where: Mapped[str] = mapped_column(sa.Text, default="")
    at: Mapped[Instant]

    training: Mapped[Training] = relationship(back_populates="cold")
