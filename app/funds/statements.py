"""What each funder's money became in a year: figures by source and by project, straight from the balances."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.db import session
from app.funds.ledger_models import HELD, Account, Balance, FundingSource, FundYear
from app.projects.models import Project
from app.territory.models import Neighbourhood


@dataclass(frozen=True)
class Figures:
    """The money of one source, or of several, in cents.

    `granted` is all that projects and training actions hold or have had, what was released taken away; `paid` is what
    was given to them, refunds taken away, `justified` the part of it that receipts prove. `training` is the part of
    `granted` held by training actions, `training_spent` of it what they spent.
    """

    received: int = 0
    carried_in: int = 0
    granted: int = 0
    paid: int = 0
    justified: int = 0
    training: int = 0
    training_spent: int = 0
    available: int = 0
    to_return: int = 0
    returned: int = 0
    carried_out: int = 0

    def __add__(self, other: Figures) -> Figures:
        return Figures(*(getattr(self, it.name) + getattr(other, it.name) for it in fields(Figures)))

    @property
    def brought(self) -> int:
        """Everything that came into the year, in cents."""
        return self.received + self.carried_in

    @property
    def went(self) -> int:
        """Everything that is there or went out of the year; equal to `brought` as long as the ledger is whole."""
        return self.granted + self.available + self.to_return + self.returned + self.carried_out

    @property
    def cash(self) -> int:
        """What should be at the bank: neither paid, nor gone back, nor carried to another year, in cents."""
        return self.granted - self.paid + self.available + self.to_return


@dataclass(frozen=True)
class SourceAccount:
    """A source and its figures."""

    source: FundingSource
    figures: Figures


@dataclass(frozen=True)
class ProjectLine:
    """What one project has from one or several sources, in cents; nobody is named."""

    ref: str
    title: str
    neighbourhood: str
    state: str
    granted: int
    paid: int
    justified: int


def accounts_of(year: FundYear) -> Sequence[SourceAccount]:
    """Return the figures of each source of a year, the oldest first; two queries."""
    sources = session().scalars(
        sa.select(FundingSource)
        .where(FundingSource.fund_year_id == year.id)
        .options(joinedload(FundingSource.neighbourhood))
        .order_by(FundingSource.id)
    )
    total, is_training = sa.func.sum(Balance.amount_cents), Balance.action_id > 0
    rows = session().execute(
        sa.select(Balance.source_id, Balance.account, is_training, total)
        .where(Balance.fund_year_id == year.id)
        .group_by(Balance.source_id, Balance.account, is_training)
    )
    held: dict[int, Figures] = {}
    for source_id, account, training, cents in rows:
        held[source_id] = held.get(source_id, Figures()) + _figures(account, int(cents), training=training)
    return [SourceAccount(source, held.get(source.id, Figures())) for source in sources]


def total(accounts: Iterable[SourceAccount]) -> Figures:
    """Return the figures of several sources together."""
    return sum((account.figures for account in accounts), Figures())


def of_organisation(accounts: Iterable[SourceAccount], organisation: str) -> list[SourceAccount]:
    """Return the sources of one funder."""
    return [account for account in accounts if account.source.organisation == organisation]


def by_purpose(accounts: Iterable[SourceAccount]) -> list[SourceAccount]:
    """Put together what one funder gave for one purpose, this year and what was left of the year before."""
    found: dict[tuple[str, str, int | None], SourceAccount] = {}
    for account in sorted(accounts, key=lambda it: it.source.carried_from_id is not None):
        source = account.source
        key = (source.organisation, source.earmark, source.neighbourhood_id)
        first = found.get(key, SourceAccount(source, Figures()))
        found[key] = SourceAccount(first.source, first.figures + account.figures)
    return list(found.values())


def projects_paid_by(year: FundYear, source_ids: Iterable[int]) -> Sequence[ProjectLine]:
    """Return the projects that these sources pay for in a year, by neighbourhood then number; one query."""
    cents = Balance.amount_cents
    in_hands = Balance.account.in_((Account.PAID, Account.JUSTIFIED, Account.WAIVED))
    rows = session().execute(
        sa.select(
            Project.ref,
            Project.title,
            sa.func.coalesce(Neighbourhood.name, ""),
            Project.state,
            sa.func.sum(cents),
            sa.func.sum(sa.case((in_hands, cents), else_=0)),
            sa.func.sum(sa.case((Balance.account == Account.JUSTIFIED, cents), else_=0)),
        )
        .join(Balance, Balance.project_id == Project.id)
        .outerjoin(Neighbourhood, Neighbourhood.id == Project.neighbourhood_id)
        .where(Balance.fund_year_id == year.id, Balance.source_id.in_(list(source_ids)), Balance.account.in_(HELD))
        .group_by(Project.id, Neighbourhood.name)
        .having(sa.func.sum(cents) > 0)
        .order_by(Neighbourhood.name, Project.ref)
    )
    return [ProjectLine(*row[:4], *(int(amount) for amount in row[4:])) for row in rows]


FIELDS: dict[Account, tuple[str, ...]] = {
    Account.SOURCE: ("received",),
    Account.OPENING: ("carried_in",),
    Account.AVAILABLE: ("available",),
    Account.TO_RETURN: ("to_return",),
    Account.RETURNED: ("returned",),
    Account.CARRIED_OVER: ("carried_out",),
    Account.RESERVED: ("granted",),
    Account.COMMITTED: ("granted",),
    Account.PAID: ("granted", "paid"),
    Account.JUSTIFIED: ("granted", "paid", "justified"),
    Account.WAIVED: ("granted", "paid"),
}
"""Account → the figures in which what it holds counts."""


def _figures(account: Account, cents: int, *, training: bool) -> Figures:
    told = dict.fromkeys(FIELDS[account], abs(cents))
    if training:
        told["training"] = abs(cents)
        told["training_spent"] = abs(cents) if account is Account.JUSTIFIED else 0
    return Figures(**told)
