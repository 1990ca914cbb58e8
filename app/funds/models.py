"""Fund, years and sources; the double-entry ledger. Rules, payments and reports are in modules of their own."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.append_only import append_only
from app.chain import START
from app.columns import Instant, choice
from app.db import Model
from app.funds.payment_models import Agreement as Agreement  # noqa: PLC0414 - part of this module's vocabulary
from app.funds.payment_models import Payment as Payment  # noqa: PLC0414
from app.funds.payment_models import PaymentKind as PaymentKind  # noqa: PLC0414
from app.funds.report_models import Expense as Expense  # noqa: PLC0414
from app.funds.report_models import Report as Report  # noqa: PLC0414
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
    WAIVED = "waived"


class Cause(StrEnum):
    """Why money moved."""

    FUNDING = "funding"
    GRANT = "grant"
    CORRECTION = "correction"
    SIGNATURE = "signature"
    CANCELLATION = "cancellation"
    ADVANCE = "advance"
    PURCHASE = "purchase"
    REIMBURSEMENT = "reimbursement"
    BALANCE = "balance"
    JUSTIFICATION = "justification"
    REFUND = "refund"
    WAIVER = "waiver"
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
