"""The agreement that says how a grant is paid, and each order of payment."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.columns import Instant, choice
from app.db import Model
from app.funds.rulebook import PaymentMode
from app.money import Money


class Plan(StrEnum):
    """How the grant reaches the project, as the agreement says."""

    ADVANCE = "advance"
    DIRECT_PURCHASE = "direct_purchase"
    REIMBURSEMENT = "reimbursement"


class RecipientKind(StrEnum):
    """Who receives the money: an association that carries, one that lends its account to a group, or a person."""

    ASSOCIATION = "association"
    SUPPORT = "support"
    PERSON = "person"


class Agreement(Model):
    """What is signed before any money leaves; rewritten until then. No bank account number is ever kept."""

    __tablename__ = "agreement"
    __table_args__ = (
        sa.CheckConstraint("recipient <> ''", name="recipient_named"),
        sa.CheckConstraint("signed_on IS NULL OR signed_by <> ''", name="signed_by_somebody"),
        sa.CheckConstraint("plan <> 'advance' OR rate_pct > 0", name="advance_only_where_allowed"),
        sa.CheckConstraint("rate_pct BETWEEN 0 AND 100", name="rate_share"),
    )

    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), primary_key=True)
    number: Mapped[str] = mapped_column(sa.String(30), unique=True)
    """Printed on the sheet, so that a scan finds its file."""
    plan: Mapped[Plan] = mapped_column(choice(Plan))
    recipient_kind: Mapped[RecipientKind] = mapped_column(choice(RecipientKind))
    recipient: Mapped[str] = mapped_column(sa.String(120))
    rate_pct: Mapped[int] = mapped_column(default=0)
    """The share that the rules allow to advance to this recipient, the day the agreement was written."""
    prepared_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    prepared_at: Mapped[Instant]
    signed_on: Mapped[date | None]
    signed_by: Mapped[str] = mapped_column(sa.String(300), default="")
    kept_at: Mapped[str] = mapped_column(sa.String(160), default="")
    """Where the original on paper is, when no scan was sent."""


class PaymentKind(StrEnum):
    """Which payment of a grant it is."""

    ADVANCE = "advance"
    PURCHASE = "purchase"
    REIMBURSEMENT = "reimbursement"
    BALANCE = "balance"
    REFUND = "refund"


class Payment(Model):
    """Money paid for a project, or returned by its carriers. Above the threshold a second person signs."""

    __tablename__ = "payment"
    __table_args__ = (
        sa.CheckConstraint("amount_cents > 0", name="amount_positive"),
        sa.CheckConstraint("second_by_id IS NULL OR second_by_id <> ordered_by_id", name="two_different_people"),
        sa.CheckConstraint("paid_at IS NULL OR voided_at IS NULL", name="paid_or_voided"),
        sa.CheckConstraint("NOT needs_second OR paid_at IS NULL OR second_by_id IS NOT NULL", name="second_signature"),
        sa.CheckConstraint(
            "voided_by_id IS NULL OR voided_by_id = ordered_by_id OR void_reason <> ''", name="refusal_has_a_reason"
        ),
        sa.CheckConstraint("kind <> 'purchase' OR mode = 'direct_purchase'", name="purchase_is_direct"),
        sa.Index("ix_payment_day", "paid_at"),
        sa.Index("uq_payment_awaited", "project_id", unique=True,
                 postgresql_where=sa.text("paid_at IS NULL AND voided_at IS NULL"),
                 sqlite_where=sa.text("paid_at IS NULL AND voided_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), index=True)
    kind: Mapped[PaymentKind] = mapped_column(choice(PaymentKind))
    mode: Mapped[PaymentMode] = mapped_column(choice(PaymentMode))
    payee: Mapped[str] = mapped_column(sa.String(120))
    amount_cents: Mapped[Money]
    label: Mapped[str] = mapped_column(sa.String(120), default="")
    """What is bought, for a direct purchase."""
    attachment_id: Mapped[int | None] = mapped_column(sa.ForeignKey("attachment.id"))
    """The invoice of a direct purchase."""
    ordered_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    ordered_at: Mapped[Instant]
    needs_second: Mapped[bool] = mapped_column(default=False)
    second_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    paid_at: Mapped[Instant | None]
    """When the money moved in the ledger; empty while a second signature is awaited."""
    voided_at: Mapped[Instant | None]
    """When the order was dropped before any money moved."""
    voided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    void_reason: Mapped[str] = mapped_column(sa.String(300), default="")
    reference: Mapped[str] = mapped_column(sa.String(60), default="")

    @property
    def number(self) -> str:
        """Return the number printed on the order."""
        return f"OP-{self.id:05d}"
