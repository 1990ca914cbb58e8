"""Fund, years and sources (its rules are in `rulebook`); the double-entry ledger; payments, receipts and reports."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.append_only import append_only
from app.chain import START
from app.columns import Instant, choice
from app.db import Model
from app.funds.rulebook import FundRules as FundRules  # noqa: PLC0414 - part of this module's vocabulary
from app.funds.rulebook import PaymentMode as PaymentMode  # noqa: PLC0414 - part of this module's vocabulary
from app.money import Money
from app.territory.models import Commune


class Fund(Model):
    """A *fonds de participation des habitants*: one per city, kept by an association gestionnaire."""

    __tablename__ = "fund"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(30), unique=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    commune_id: Mapped[int] = mapped_column(sa.ForeignKey("commune.id"), index=True)
    gestionnaire: Mapped[str] = mapped_column(sa.String(120))

    commune: Mapped[Commune] = relationship(lazy="joined")
    rules: Mapped[list[FundRules]] = relationship(back_populates="fund", order_by="FundRules.version")
    years: Mapped[list[FundYear]] = relationship(back_populates="fund", order_by="FundYear.year")


class FundYear(Model):
    """The envelope of one calendar year; `ledger_head` chains its entries."""

    __tablename__ = "fund_year"
    __table_args__ = (sa.UniqueConstraint("fund_id", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    fund_id: Mapped[int] = mapped_column(sa.ForeignKey("fund.id"), index=True)
    year: Mapped[int]
    entry_count: Mapped[int] = mapped_column(default=0)
    ledger_head: Mapped[str] = mapped_column(sa.String(64), default=START)

    fund: Mapped[Fund] = relationship(back_populates="years", lazy="joined")


class Account(StrEnum):
    """Where the money of an envelope stands. Every account but `source` is a place: it cannot go below zero."""

    SOURCE = "source"
    AVAILABLE = "available"
    RESERVED = "reserved"
    COMMITTED = "committed"
    PAID = "paid"
    JUSTIFIED = "justified"


class Cause(StrEnum):
    """Why money moved."""

    FUNDING = "funding"
    GRANT = "grant"
    CORRECTION = "correction"
    SIGNATURE = "signature"
    CANCELLATION = "cancellation"
    ADVANCE = "advance"
    BALANCE = "balance"
    JUSTIFICATION = "justification"
    REFUND = "refund"
    RELEASE = "release"


@append_only
class LedgerEntry(Model):
    """One movement: its cause, who ordered it, and its place in the chain. Never changed, never deleted."""

    __tablename__ = "ledger_entry"
    __table_args__ = (sa.UniqueConstraint("fund_year_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    fund_year_id: Mapped[int] = mapped_column(sa.ForeignKey("fund_year.id"))
    number: Mapped[int]
    cause: Mapped[Cause] = mapped_column(choice(Cause))
    project_id: Mapped[int | None] = mapped_column(sa.ForeignKey("project.id"), index=True)
    memo: Mapped[str] = mapped_column(sa.String(200), default="")
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    at: Mapped[Instant]
    digest: Mapped[str] = mapped_column(sa.String(64))

    postings: Mapped[list[Posting]] = relationship(back_populates="entry", order_by="Posting.id")

    def chained_fields(self) -> dict[str, object]:
        """Return what the digest covers: every column but the row's own id and digest, and its postings."""
        skipped = {"id", "digest"}
        fields: dict[str, object] = {
            c.key: getattr(self, c.key) for c in sa.inspect(LedgerEntry).column_attrs if c.key not in skipped
        }
        lines = [[line.account.value, line.project_id, line.amount_cents] for line in self.postings]
        return fields | {"postings": lines}


@append_only
class Posting(Model):
    """Cents added to (or, negative, taken from) one account; the postings of an entry sum to zero."""

    __tablename__ = "posting"
    __table_args__ = (sa.CheckConstraint("amount_cents <> 0", name="amount_not_zero"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(sa.ForeignKey("ledger_entry.id"), index=True)
    account: Mapped[Account] = mapped_column(choice(Account))
    project_id: Mapped[int] = mapped_column(default=0)
    amount_cents: Mapped[Money]

    entry: Mapped[LedgerEntry] = relationship(back_populates="postings")


class Balance(Model):
    """What an account holds: kept by each entry, so that the database itself refuses to overdraw.

    `project_id` is 0 for what belongs to no project (source, available).
    """

    __tablename__ = "balance"
    __table_args__ = (sa.CheckConstraint("account = 'source' OR amount_cents >= 0", name="not_overdrawn"),)

    fund_year_id: Mapped[int] = mapped_column(sa.ForeignKey("fund_year.id"), primary_key=True)
    account: Mapped[Account] = mapped_column(choice(Account), primary_key=True)
    project_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=0, index=True)
    amount_cents: Mapped[Money] = mapped_column(default=0)


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
