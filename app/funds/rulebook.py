"""The rules of a fund, version by version: once a version is adopted, the database refuses to change it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, TypedDict

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.append_only import append_only
from app.columns import Instant, choice
from app.db import Model
from app.funds.sealing import seal
from app.money import LARGEST, Money

if TYPE_CHECKING:
    from app.funds.models import Fund


class PaymentMode(StrEnum):
    """How the money changes hands."""

    TRANSFER = "transfer"
    CHEQUE = "cheque"
    DIRECT_PURCHASE = "direct_purchase"
    REIMBURSEMENT = "reimbursement"


class VoteMode(StrEnum):
    """How the committee votes."""

    SHOW_OF_HANDS = "show_of_hands"
    PHONES = "phones"
    SECRET = "secret"  # noqa: S105 - a ballot, not a password


class Exclusion(TypedDict):
    """What the fund does not pay; a blocking one must be denied before a file is sent, the others are discussed."""

    code: str
    sentence: str
    blocking: bool


USUAL_EXCLUSIONS: dict[str, tuple[str, bool]] = {
    "salaries": ("Les salaires et les indemnités.", True),
    "investment": ("Les travaux et les gros équipements.", True),
    "already_held": ("Un évènement qui a déjà eu lieu.", True),
    "politics_religion": ("Une action politique, syndicale ou religieuse.", True),
    "private_profit": ("Le bénéfice d'une seule personne ou d'un commerce.", True),
    "alcohol": ("L'alcool et le tabac.", True),
    "running_costs": ("Le loyer, l'assurance ou les abonnements d'une association.", False),
}
"""Code → what is not paid, and whether it blocks a file (PRACTICE §1)."""


def usual_exclusions() -> list[Exclusion]:
    """Return what most funds do not pay."""
    return [Exclusion(code=code, sentence=text, blocking=blocks) for code, (text, blocks) in USUAL_EXCLUSIONS.items()]


class FundRules(Model):
    """One version of a fund's rules; a project is judged under the version in force when it was submitted.

    Amounts are in cents, shares in whole per cent. What each column means, its limits and its source are said once,
    in `parameters`; defaults are those of DOMAIN §D. A draft is in force nowhere, whatever its date.
    """

    __tablename__ = "fund_rules"
    __table_args__ = (
        sa.UniqueConstraint("fund_id", "version"),
        sa.CheckConstraint("cap_cents > 0", name="cap_positive"),
        sa.CheckConstraint("min_amount_cents >= 0 AND min_amount_cents <= cap_cents", name="minimum_below_cap"),
        sa.CheckConstraint("min_group >= 1", name="min_group_positive"),
        sa.CheckConstraint("quorum_pct BETWEEN 1 AND 100", name="quorum_share"),
        sa.CheckConstraint("max_share_pct BETWEEN 1 AND 100", name="max_share"),
        sa.CheckConstraint("own_share_pct BETWEEN 0 AND 100 AND own_money_pct BETWEEN 0 AND 100", name="own_share"),
        sa.CheckConstraint("advance_rate_pct BETWEEN 0 AND 100", name="advance_share"),
        sa.CheckConstraint("advance_rate_person_pct BETWEEN 0 AND 100", name="advance_share_person"),
        sa.CheckConstraint("residents_majority_pct BETWEEN 50 AND 99", name="residents_majority"),
        sa.CheckConstraint("carry_over_pct BETWEEN 0 AND 100", name="carry_over_share"),
        sa.CheckConstraint("report_days > 0 AND refund_days > 0 AND deposit_lead_days >= 0", name="days_positive"),
        sa.Index("uq_fund_rules_draft", "fund_id", unique=True, postgresql_where=sa.text("is_draft"),
                 sqlite_where=sa.text("is_draft")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    fund_id: Mapped[int] = mapped_column(sa.ForeignKey("fund.id"), index=True)
    version: Mapped[int]
    valid_from: Mapped[date]
    is_draft: Mapped[bool] = mapped_column(default=False)
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    min_group: Mapped[int] = mapped_column(default=3)
    exclusions: Mapped[list[Exclusion]] = mapped_column(sa.JSON, default=usual_exclusions)
    min_amount_cents: Mapped[Money] = mapped_column(default=0)
    cap_cents: Mapped[Money] = mapped_column(default=1_000_00)
    above_cap_allowed: Mapped[bool] = mapped_column(default=False)
    elsewhere: Mapped[str] = mapped_column(sa.Text, default="")
    """Where to take a project that is above the ceiling: a sentence for residents."""
    max_share_pct: Mapped[int] = mapped_column(default=100)
    own_share_pct: Mapped[int] = mapped_column(default=0)
    own_in_kind_counts: Mapped[bool] = mapped_column(default=True)
    own_money_pct: Mapped[int] = mapped_column(default=0)

    deposit_lead_days: Mapped[int] = mapped_column(default=15)
    quorum_pct: Mapped[int] = mapped_column(default=50)
    quorum_residents: Mapped[int] = mapped_column(default=3)
    second_call_waives_quorum: Mapped[bool] = mapped_column(default=True)
    second_call_days: Mapped[int] = mapped_column(default=3)
    residents_majority_pct: Mapped[int] = mapped_column(default=50)
    funders_vote: Mapped[bool] = mapped_column(default=False)
    vote_modes: Mapped[list[str]] = mapped_column(sa.JSON, default=lambda: [mode.value for mode in VoteMode])

    payment_modes: Mapped[list[str]] = mapped_column(sa.JSON, default=lambda: [mode.value for mode in PaymentMode])
    advance_rate_pct: Mapped[int] = mapped_column(default=70)
    advance_to_person: Mapped[bool] = mapped_column(default=False)
    advance_rate_person_pct: Mapped[int] = mapped_column(default=0)
    two_person_cents: Mapped[Money] = mapped_column(default=300_00)
    report_days: Mapped[int] = mapped_column(default=45)
    refund_days: Mapped[int] = mapped_column(default=30)
    carry_over_pct: Mapped[int] = mapped_column(default=100)

    fund: Mapped[Fund] = relationship(back_populates="rules", lazy="joined")

    def ceiling(self, reason: str = "") -> int:
        """Return the largest grant in cents; above the ceiling only if the rules allow it and a reason is given."""
        return LARGEST if self.above_cap_allowed and reason.strip() else self.cap_cents

    def advance_pct(self, *, to_person: bool) -> int:
        """Return the share of a grant that may be paid before the works: to an association, or to a person or group."""
        if not to_person:
            return self.advance_rate_pct
        return self.advance_rate_person_pct if self.advance_to_person else 0

    def pays_by(self, mode: PaymentMode) -> bool:
        """Say whether money may change hands in this way (DOMAIN §A.3, invariant 9)."""
        return mode.value in self.payment_modes

    def votes_by(self, mode: VoteMode) -> bool:
        """Say whether the committee may vote in this way."""
        return mode.value in self.vote_modes

    def residents_decide(self, residents: int, voting: int) -> bool:
        """Say whether residents are more than the share of votes that the rules ask (invariant 3: strictly)."""
        return residents * 100 > voting * self.residents_majority_pct

    def carried_over(self, left_cents: int) -> int:
        """Return what passes to the next year out of what a source left unused; the rest goes back to it, in cents."""
        return left_cents * self.carry_over_pct // 100

    def excluded(self, *, blocking: bool) -> list[str]:
        """Return the sentences of what the fund does not pay: what blocks a file, or what is discussed."""
        return [one["sentence"] for one in self.exclusions if one["blocking"] is blocking]

    def excludes(self, code: str) -> bool:
        """Say whether a usual exclusion is one of this fund's, and blocks."""
        return any(one["code"] == code and one["blocking"] for one in self.exclusions)


@event.listens_for(FundRules.__table__, "after_create")
def _seal(_table: sa.Table, connection: sa.Connection, **_options: object) -> None:
    seal(connection)


class RulesChange(StrEnum):
    """What somebody did to a version of the rules."""

    MADE = "made"
    CHANGED = "changed"
    ADOPTED = "adopted"
    REOPENED = "reopened"
    DROPPED = "dropped"


@append_only
class RulesEvent(Model):
    """Who did what to which version of the rules, and when; kept even if the draft itself is dropped."""

    __tablename__ = "rules_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    fund_id: Mapped[int] = mapped_column(sa.ForeignKey("fund.id"), index=True)
    version: Mapped[int]
    change: Mapped[RulesChange] = mapped_column(choice(RulesChange))
    told: Mapped[str] = mapped_column(sa.Text, default="")
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    at: Mapped[Instant]
