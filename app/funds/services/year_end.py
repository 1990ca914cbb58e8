"""Closing a year: one person prepares it, another closes it, once; what is unused goes on or returns to its source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app import clock
from app.db import session, transaction
from app.funds import carry, policy, queries
from app.funds.ledger_models import Account, Balance, FundYear
from app.funds.refusals import MoneyRefused
from app.funds.services import carrying, posting
from app.funds.services.carrying import Fate
from app.projects.models import Project
from app.steps.actor import Actor

OPEN_ACCOUNTS = (Account.RESERVED, Account.COMMITTED, Account.PAID)


@dataclass(frozen=True)
class OpenGrant:
    """A grant that goes on being paid out of a year, whether it is closed or not; amounts in cents."""

    ref: str
    title: str
    to_pay: int
    to_justify: int


@dataclass(frozen=True)
class Preview:
    """What the closing of a year would do: the fate of each source, the grants that go on."""

    year: FundYear
    fates: Sequence[Fate]
    grants: Sequence[OpenGrant]

    @property
    def carried(self) -> int:
        """What goes to the next year, in cents."""
        return sum(fate.carried for fate in self.fates)

    @property
    def to_return(self) -> int:
        """What returns to the funders, in cents."""
        return sum(fate.to_return for fate in self.fates)

    @property
    def mark(self) -> str:
        """Return what tells this preview from that of other accounts: whoever validates has seen these figures."""
        return f"{self.year.entry_count}-{self.carried}-{self.to_return}"


def present_year() -> int:
    """Return the calendar year that cannot be closed yet."""
    return clock.today().year


def preview(year: FundYear) -> Preview:
    """Return what closing a year would do now; four queries."""
    return Preview(year, carrying.fates(year, _default_terms(year)), _open_grants(year))


@transaction()
def ask_closing(year: FundYear, actor: Actor) -> FundYear:
    """Prepare the closing of a year that is over: somebody else must then close it.

    Raises MoneyRefused when the person may not, the year is not over or is closed, an earlier one is open.
    """
    year = _closable(year, actor)
    year.closing_asked_by_id, year.closing_asked_at = actor.person_id, clock.now()
    session().flush()
    return year


@transaction()
def drop_closing(year: FundYear, actor: Actor) -> FundYear:
    """Give up a closing that nobody has validated. Raises MoneyRefused when the person may not, or it is closed."""
    year = _closable(year, actor)
    year.closing_asked_by_id = year.closing_asked_at = None
    session().flush()
    return year


@transaction()
def close_year(year: FundYear, seen: str, actor: Actor) -> FundYear:
    """Close a year for good: write on each source the rule that applies, then carry over or set aside to return.

    `seen` is the mark of the preview that the person read. Raises MoneyRefused when nobody prepared it, the same
    person did, the accounts have changed, or for what `ask_closing` refuses. Grants in hand go on in their year.
    """
    year = _closable(year, actor)
    if year.closing_asked_by_id is None:
        raise MoneyRefused("closing_not_asked")
    if year.closing_asked_by_id == actor.person_id:
        raise MoneyRefused("same_closer")
    shown = preview(year)
    if shown.mark != seen:
        raise MoneyRefused("closing_changed")
    for fate in shown.fates:
        fate.source.carry_rule, fate.source.carry_pct = fate.terms.rule, fate.terms.pct
    year.closed_by_id, year.closed_at = actor.person_id, clock.now()
    session().flush()
    carrying.send_on(year, actor)
    return year


def _closable(year: FundYear, actor: Actor) -> FundYear:
    fresh = posting.locked(year)
    if not policy.can_close(fresh.fund, actor):
        raise MoneyRefused("not_yours")
    if fresh.closed_at is not None:
        raise MoneyRefused("year_over")
    if fresh.year >= present_year():
        raise MoneyRefused("year_not_over")
    earlier = sa.select(FundYear.id).where(
        FundYear.fund_id == fresh.fund_id, FundYear.year < fresh.year, FundYear.closed_at.is_(None)
    )
    if session().scalar(earlier.limit(1)) is not None:
        raise MoneyRefused("earlier_year_open")
    return fresh


def _default_terms(year: FundYear) -> carry.Terms:
    """Return the rule in force on the last day of the year."""
    rules = queries.rules_in_force(year.fund.commune_id, date(year.year, 12, 31))
    return carry.of_rules(rules.carry_over_pct) if rules else carry.Terms()


def _open_grants(year: FundYear) -> Sequence[OpenGrant]:
    paid = sa.func.sum(sa.case((Balance.account == Account.PAID, Balance.amount_cents), else_=0))
    held = sa.func.sum(sa.case((Balance.account == Account.PAID, 0), else_=Balance.amount_cents))
    rows = session().execute(
        sa.select(Project.ref, Project.title, held, paid)
        .join(Balance, Balance.project_id == Project.id)
        .where(Balance.fund_year_id == year.id, Balance.account.in_(OPEN_ACCOUNTS), Balance.amount_cents > 0)
        .group_by(Project.id)
        .order_by(Project.id)
    )
    return [OpenGrant(ref, title, int(to_pay), int(to_justify)) for ref, title, to_pay, to_justify in rows]
