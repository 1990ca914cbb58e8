"""The envelope of a year: who filled it and for what purpose, its double-entry ledger, what each account holds."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.append_only import append_only
from app.chain import START
from app.columns import Instant, choice
from app.db import Model
from app.funds import closed_years
from app.money import Money
from app.territory.models import Neighbourhood

if TYPE_CHECKING:
    from app.funds.models import Fund


class CarryRule(StrEnum):
    """What becomes of the money that a source gave and that no project holds when the year ends.

    `share`: a per cent of what is left; `up_to`: at most a per cent of what came; `earmarked`: money of one purpose.
    """

    ALL = "all"
    NONE = "none"
    SHARE = "share"
    UP_TO = "up_to"
    EARMARKED = "earmarked"


@closed_years.guarded
class FundYear(Model):
    """The envelope of one calendar year; `ledger_head` chains its entries.

    Two different people close it, once: from then on the database refuses money received or granted there.
    """

    __tablename__ = "fund_year"
    __table_args__ = (
        sa.UniqueConstraint("fund_id", "year"),
        sa.CheckConstraint("(closed_at IS NULL) = (closed_by_id IS NULL)", name="closed_by_someone"),
        sa.CheckConstraint("(closing_asked_at IS NULL) = (closing_asked_by_id IS NULL)", name="asked_by_someone"),
        sa.CheckConstraint(
            "closed_at IS NULL OR (closing_asked_by_id IS NOT NULL AND closing_asked_by_id <> closed_by_id)",
            name="closed_by_two",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fund_id: Mapped[int] = mapped_column(sa.ForeignKey("fund.id"), index=True)
    year: Mapped[int]
    entry_count: Mapped[int] = mapped_column(default=0)
    ledger_head: Mapped[str] = mapped_column(sa.String(64), default=START)
    closing_asked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    closing_asked_at: Mapped[Instant | None]
    closed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    closed_at: Mapped[Instant | None]

    fund: Mapped[Fund] = relationship(back_populates="years", lazy="joined")
    sources: Mapped[list[FundingSource]] = relationship(back_populates="fund_year", order_by="FundingSource.id")


class SourceKind(StrEnum):
    """What sort of organisation gives money to a fund."""

    STATE = "state"
    CITY = "city"
    METROPOLIS = "metropolis"
    LANDLORD = "landlord"
    CAF = "caf"
    DEPARTMENT = "department"
    REGION = "region"
    DONATION = "donation"
    OTHER = "other"


class Earmark(StrEnum):
    """What the money may pay for."""

    GENERAL = "general"
    NEIGHBOURHOOD = "neighbourhood"
    DIALOGUE = "dialogue"
    TRAINING = "training"


class FundingSource(Model):
    """What one organisation gives to one year for one purpose; each has its own accounts in the ledger.

    `carried_from_id` is the source of the year before whose unused money this is. `carry_rule` is the rule of its own
    agreement; empty, it is that of the fund's rules, written here on the day the year is closed.
    """

    __tablename__ = "funding_source"
    __table_args__ = (
        sa.UniqueConstraint("id", "fund_year_id"),
        sa.UniqueConstraint("carried_from_id", "fund_year_id"),
        sa.CheckConstraint("(earmark = 'neighbourhood') = (neighbourhood_id IS NOT NULL)", name="neighbourhood_named"),
        sa.CheckConstraint("organisation <> ''", name="organisation_named"),
        sa.CheckConstraint("promised_cents IS NULL OR promised_cents > 0", name="promise_positive"),
        sa.CheckConstraint("carry_pct IS NULL OR carry_pct BETWEEN 0 AND 100", name="carry_share"),
        sa.CheckConstraint("carry_rule NOT IN ('up_to', 'share') OR carry_pct IS NOT NULL", name="carry_share_told"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fund_year_id: Mapped[int] = mapped_column(sa.ForeignKey("fund_year.id"), index=True)
    organisation: Mapped[str] = mapped_column(sa.String(120))
    kind: Mapped[SourceKind] = mapped_column(choice(SourceKind), default=SourceKind.OTHER)
    earmark: Mapped[Earmark] = mapped_column(choice(Earmark), default=Earmark.GENERAL)
    neighbourhood_id: Mapped[int | None] = mapped_column(sa.ForeignKey("neighbourhood.id"))
    promised_cents: Mapped[Money | None]
    carry_rule: Mapped[CarryRule | None] = mapped_column(choice(CarryRule))
    carry_pct: Mapped[int | None]
    carried_from_id: Mapped[int | None] = mapped_column(sa.ForeignKey("funding_source.id"))

    fund_year: Mapped[FundYear] = relationship(back_populates="sources")
    neighbourhood: Mapped[Neighbourhood | None] = relationship()


class FundingKind(StrEnum):
    """Money that came from a funder, a line written by mistake taken back, money given back to the funder."""

    RECEIVED = "received"
    CORRECTED = "corrected"
    RETURNED = "returned"


@append_only
class Funding(Model):
    """Money that a source gave or got back: how much, what day, under what reference. Never changed."""

    __tablename__ = "funding"
    __table_args__ = (
        sa.CheckConstraint("amount_cents > 0", name="amount_positive"),
        sa.CheckConstraint("(kind = 'corrected') = (corrects_id IS NOT NULL)", name="correction_names_its_line"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(sa.ForeignKey("funding_source.id"), index=True)
    kind: Mapped[FundingKind] = mapped_column(choice(FundingKind))
    amount_cents: Mapped[Money]
    happened_on: Mapped[date]
    reference: Mapped[str] = mapped_column(sa.String(80), default="")
    corrects_id: Mapped[int | None] = mapped_column(sa.ForeignKey("funding.id"), unique=True)
    written_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    written_at: Mapped[Instant]

    source: Mapped[FundingSource] = relationship()


class Account(StrEnum):
    """Where the money of a source stands.

    `source` and `opening` tell where it came from (a funder, the year before) and are never above zero; every other
    account is a place and is never below. Cash at the bank = available + reserved + committed + to_return.
    """

    SOURCE = "source"
    OPENING = "opening"
    AVAILABLE = "available"
    RESERVED = "reserved"
    COMMITTED = "committed"
    PAID = "paid"
    JUSTIFIED = "justified"
    WAIVED = "waived"
    TO_RETURN = "to_return"
    RETURNED = "returned"
    CARRIED_OVER = "carried_over"


ORIGINS = frozenset({Account.SOURCE, Account.OPENING})
HELD = frozenset({Account.RESERVED, Account.COMMITTED, Account.PAID, Account.JUSTIFIED, Account.WAIVED})
"""Accounts that belong each to a project or to a training action; the others are of the whole envelope."""
SHARED = frozenset(Account) - HELD


class Cause(StrEnum):
    """Why money moved."""

    FUNDING = "funding"
    FUNDING_CORRECTION = "funding_correction"
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
    CLOSING = "closing"
    OPENING = "opening"
    RETURN = "return"
    TRAINING = "training"


LAYOUT = 2
"""What a digest covers: 1 before sources had accounts of their own, 2 since."""


@append_only
@closed_years.guarded
class LedgerEntry(Model):
    """One movement: its cause, the rows it follows from, who ordered it, its place in the chain. Never changed.

    `decision_id` is that of a committee's decision, `action_id` that of a training action: both live in slices above.
    """

    __tablename__ = "ledger_entry"
    __table_args__ = (sa.UniqueConstraint("fund_year_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    fund_year_id: Mapped[int] = mapped_column(sa.ForeignKey("fund_year.id"))
    number: Mapped[int]
    cause: Mapped[Cause] = mapped_column(choice(Cause))
    project_id: Mapped[int | None] = mapped_column(sa.ForeignKey("project.id"), index=True)
    action_id: Mapped[int | None] = mapped_column(index=True)
    payment_id: Mapped[int | None] = mapped_column(sa.ForeignKey("payment.id"), index=True)
    funding_id: Mapped[int | None] = mapped_column(sa.ForeignKey("funding.id"), index=True)
    decision_id: Mapped[int | None]
    memo: Mapped[str] = mapped_column(sa.String(200), default="")
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    at: Mapped[Instant]
    layout: Mapped[int] = mapped_column(default=LAYOUT)
    digest: Mapped[str] = mapped_column(sa.String(64))

    postings: Mapped[list[Posting]] = relationship(back_populates="entry", order_by="Posting.id")

    def chained_fields(self) -> dict[str, object]:
        """Return what the digest covers: every column but the row's own id and digest, and its postings."""
        skipped = {"id", "digest"}
        if self.layout == 1:
            skipped |= {"action_id", "payment_id", "funding_id", "decision_id", "layout"}
        fields: dict[str, object] = {
            c.key: getattr(self, c.key) for c in sa.inspect(LedgerEntry).column_attrs if c.key not in skipped
        }
        return fields | {"postings": [line.chained_fields(self.layout) for line in self.postings]}


@append_only
class Posting(Model):
    """Cents added to (or, negative, taken from) one account; the postings of an entry sum to zero for each source."""

    __tablename__ = "posting"
    __table_args__ = (
        sa.CheckConstraint("amount_cents <> 0", name="amount_not_zero"),
        sa.CheckConstraint("project_id = 0 OR action_id = 0", name="one_holder"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(sa.ForeignKey("ledger_entry.id"), index=True)
    source_id: Mapped[int] = mapped_column(sa.ForeignKey("funding_source.id"), index=True)
    account: Mapped[Account] = mapped_column(choice(Account))
    project_id: Mapped[int] = mapped_column(default=0)
    action_id: Mapped[int] = mapped_column(default=0)
    amount_cents: Mapped[Money]

    entry: Mapped[LedgerEntry] = relationship(back_populates="postings")

    def chained_fields(self, layout: int) -> list[object]:
        """Return what the digest of the entry covers of this line."""
        old: list[object] = [self.account.value, self.project_id, self.amount_cents]
        return old if layout == 1 else [self.source_id, self.action_id, *old]


class Balance(Model):
    """What an account of a source holds: kept by each entry, so that the database itself refuses to overdraw.

    `project_id` and `action_id` are 0 for what belongs to no project and no training action.
    """

    __tablename__ = "balance"
    __table_args__ = (
        sa.ForeignKeyConstraint(["source_id", "fund_year_id"], ["funding_source.id", "funding_source.fund_year_id"]),
        sa.CheckConstraint("account IN ('source', 'opening') OR amount_cents >= 0", name="not_overdrawn"),
        sa.CheckConstraint("account NOT IN ('source', 'opening') OR amount_cents <= 0", name="origin_gives"),
        sa.CheckConstraint(
            "(account IN ('reserved', 'committed', 'paid', 'justified', 'waived')) = (project_id + action_id > 0)",
            name="held_by_someone",
        ),
        sa.CheckConstraint("project_id >= 0 AND action_id >= 0", name="holders_not_negative"),
        sa.CheckConstraint("project_id = 0 OR action_id = 0", name="one_holder"),
        sa.Index("ix_balance_year", "fund_year_id", "account"),
    )

    source_id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[Account] = mapped_column(choice(Account), primary_key=True)
    project_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=0, index=True)
    action_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=0)
    fund_year_id: Mapped[int]
    amount_cents: Mapped[Money] = mapped_column(default=0)
