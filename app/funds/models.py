"""Fund; payments, receipts and reports. Its rules are in `rulebook`, its years and its ledger in `ledger_models`."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.columns import Instant, choice
from app.db import Model
from app.funds.ledger_models import (
    Account,
    Balance,
    CarryRule,
    Cause,
    Earmark,
    Funding,
    FundingKind,
    FundingSource,
    FundYear,
    LedgerEntry,
    Posting,
    SourceKind,
)
from app.funds.rulebook import FundRules, PaymentMode
from app.money import Money
from app.territory.models import Commune

__all__ = [
    "Account", "Balance", "CarryRule", "Cause", "Earmark", "Expense", "Fund", "FundRules", "FundYear", "Funding",
    "FundingKind", "FundingSource", "LedgerEntry", "Payment", "PaymentKind", "PaymentMode", "Posting", "Report",
    "SourceKind",
]  # fmt: skip


class Fund(Model):
    """A *fonds de participation des habitants*: one per city, kept by an association gestionnaire."""

    __tablename__ = "fund"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(30), unique=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    commune_id: Mapped[int] = mapped_column(sa.ForeignKey("commune.id"), index=True)
    gestionnaire: Mapped[str] = mapped_column(sa.String(120))
    granter: Mapped[str] = mapped_column(sa.String(120), default="")
    """Who grants, in public files; empty, it is the gestionnaire."""
    siret: Mapped[str] = mapped_column(sa.String(14), default="")
    """Official number of who grants: 14 digits, or empty as long as nobody wrote it."""

    commune: Mapped[Commune] = relationship(lazy="joined")
    rules: Mapped[list[FundRules]] = relationship(back_populates="fund", order_by="FundRules.version")
    years: Mapped[list[FundYear]] = relationship(back_populates="fund", order_by="FundYear.year")


class PaymentKind(StrEnum):
    """Which payment of a grant it is."""

    ADVANCE = "advance"
    BALANCE = "balance"
    REFUND = "refund"


class Payment(Model):
    """Money paid to a carrier, or returned by one. Above the threshold a second person signs."""

    __tablename__ = "payment"
    __table_args__ = (
        sa.CheckConstraint("amount_cents > 0", name="amount_positive"),
        sa.CheckConstraint("second_by_id IS NULL OR second_by_id <> ordered_by_id", name="two_different_people"),
        sa.CheckConstraint("paid_at IS NULL OR voided_at IS NULL", name="paid_or_voided"),
        sa.CheckConstraint("NOT needs_second OR paid_at IS NULL OR second_by_id IS NOT NULL", name="second_signature"),
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
    ordered_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    ordered_at: Mapped[Instant]
    needs_second: Mapped[bool] = mapped_column(default=False)
    second_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    paid_at: Mapped[Instant | None]
    """When the money moved in the ledger; empty while a second signature is awaited."""
    voided_at: Mapped[Instant | None]
    """When the order was dropped before any money moved."""
    reference: Mapped[str] = mapped_column(sa.String(60), default="")


class Expense(Model):
    """A receipt: what was bought, for how much, and whether the fund accepts it."""

    __tablename__ = "expense"
    __table_args__ = (
        sa.CheckConstraint("amount_cents > 0", name="amount_positive"),
        sa.CheckConstraint("eligible IS NULL OR eligible OR reason <> ''", name="refusal_has_a_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), index=True)
    spent_on: Mapped[date]
    supplier: Mapped[str] = mapped_column(sa.String(120))
    label: Mapped[str] = mapped_column(sa.String(120))
    amount_cents: Mapped[Money]
    attachment_id: Mapped[int | None] = mapped_column(sa.ForeignKey("attachment.id"))
    eligible: Mapped[bool | None]
    reason: Mapped[str] = mapped_column(sa.String(200), default="")
    judged_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))


class Report(Model):
    """What the carriers tell once the project is over; one per project, rewritten while it is theirs."""

    __tablename__ = "report"
    __table_args__ = (
        sa.CheckConstraint("participants >= 0", name="participants_not_negative"),
        sa.CheckConstraint("newcomers BETWEEN 0 AND participants", name="newcomers_among_participants"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), unique=True)
    story: Mapped[str] = mapped_column(sa.Text)
    participants: Mapped[int]
    newcomers: Mapped[int]
    no_expense: Mapped[bool] = mapped_column(default=False)
    written_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    written_at: Mapped[Instant]
