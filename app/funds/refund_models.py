"""Money to give back, by when, in how many times; what was forgiven; who was reminded; who may ask again anyway."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.columns import Instant, choice
from app.db import Model
from app.money import Money


class Matter(StrEnum):
    """What somebody is reminded of."""

    REPORT = "report"
    REFUND = "refund"


class Refund(Model):
    """What the carriers must give back; the money that came is in the payments. One at a time for each project."""

    __tablename__ = "refund"
    __table_args__ = (
        sa.CheckConstraint("amount_cents > 0", name="amount_positive"),
        sa.CheckConstraint("waived_cents BETWEEN 0 AND amount_cents", name="waived_within"),
        sa.CheckConstraint(
            "(waived_cents > 0) = (waived_at IS NOT NULL AND waived_by_id IS NOT NULL AND waiver_reason <> '')",
            name="waiver_says_who_and_why",
        ),
        sa.Index("uq_refund_open", "project_id", unique=True,
                 postgresql_where=sa.text("dropped_at IS NULL"), sqlite_where=sa.text("dropped_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), index=True)
    amount_cents: Mapped[Money]
    asked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    asked_at: Mapped[Instant]
    dropped_at: Mapped[Instant | None]
    """When the request was corrected: nothing is owed under it any more."""
    waived_cents: Mapped[Money] = mapped_column(default=0)
    waived_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    waived_at: Mapped[Instant | None]
    waiver_reason: Mapped[str] = mapped_column(sa.String(300), default="")

    instalments: Mapped[list[Instalment]] = relationship(
        order_by="Instalment.due_on", lazy="selectin", cascade="all, delete-orphan"
    )


class Instalment(Model):
    """A part of a refund and the day it is expected; the parts of a refund make it whole."""

    __tablename__ = "instalment"
    __table_args__ = (
        sa.CheckConstraint("amount_cents > 0", name="amount_positive"),
        sa.UniqueConstraint("refund_id", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    refund_id: Mapped[int] = mapped_column(sa.ForeignKey("refund.id"), index=True)
    due_on: Mapped[date]
    amount_cents: Mapped[Money]


class Reminder(Model):
    """A reminder that was sent: each one leaves once for a given wait, which began at `since`."""

    __tablename__ = "reminder"
    __table_args__ = (sa.UniqueConstraint("project_id", "matter", "since", "step"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"))
    matter: Mapped[Matter] = mapped_column(choice(Matter))
    since: Mapped[Instant]
    step: Mapped[int]
    """Days: after the wait began for a report, around the due day for a refund."""
    sent_at: Mapped[Instant]


class Waiver(Model):
    """The right given to one project to be granted although its carriers are late elsewhere; it can be taken back."""

    __tablename__ = "waiver"
    __table_args__ = (
        sa.CheckConstraint("reason <> ''", name="reason_given"),
        sa.CheckConstraint("(revoked_at IS NULL) = (revoked_by_id IS NULL)", name="revoked_by_somebody"),
        sa.Index("uq_waiver_standing", "project_id", unique=True,
                 postgresql_where=sa.text("revoked_at IS NULL"), sqlite_where=sa.text("revoked_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), index=True)
    reason: Mapped[str] = mapped_column(sa.String(300))
    given_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    given_at: Mapped[Instant]
    revoked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    revoked_at: Mapped[Instant | None]
