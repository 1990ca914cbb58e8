"""Sending on what is unused in a closed year: to the next year, or to the account of what its funder gets back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app import clock
from app.db import lock, session, transaction
from app.funds import carry
from app.funds.carry import Terms, Unused
from app.funds.ledger_models import Account, Balance, Cause, FundingSource, FundYear
from app.funds.models import Fund
from app.funds.services import posting
from app.funds.services.posting import Why
from app.steps.actor import Actor


@dataclass(frozen=True)
class Fate:
    """What becomes of the money that a source has left: cents carried over, cents to return, by which rule."""

    source: FundingSource
    unused: Unused
    terms: Terms
    carried: int

    @property
    def to_return(self) -> int:
        """What the funder gets back, in cents."""
        return self.unused.left - self.carried


def fates(year: FundYear, default: Terms) -> Sequence[Fate]:
    """Return what the closing would do, or did, with what each source of a year has left; two queries."""
    return list(_fates(year, default))


@transaction()
def send_on(year: FundYear, actor: Actor) -> None:
    """Empty the available account of a closed year: each source follows the rule written on it at the closing."""
    for fate in fates(year, Terms()):
        if fate.carried:
            _carry(year, fate, actor)
        if fate.to_return:
            lines = posting.moved([(fate.source.id, fate.to_return)], (Account.AVAILABLE, Account.TO_RETURN))
            posting.post(year, Why(Cause.CLOSING, fate.source.organisation), lines, actor)


def _carry(year: FundYear, fate: Fate, actor: Actor) -> None:
    """Move money out of the year and into the first later year that is open, which is opened if need be."""
    out = posting.moved([(fate.source.id, fate.carried)], (Account.AVAILABLE, Account.CARRIED_OVER))
    posting.post(year, Why(Cause.CLOSING, fate.source.organisation), out, actor)
    target = _next_open(year)
    into = _same_source(fate.source, target)
    lines = posting.moved([(into.id, fate.carried)], (Account.OPENING, Account.AVAILABLE))
    posting.post(target, Why(Cause.OPENING, fate.source.organisation), lines, actor)


def _next_open(year: FundYear) -> FundYear:
    lock(Fund, year.fund_id)
    later = session().scalar(
        sa.select(FundYear)
        .where(FundYear.fund_id == year.fund_id, FundYear.year > year.year, FundYear.closed_at.is_(None))
        .order_by(FundYear.year)
        .limit(1)
    )
    if later is None:
        last = session().scalar(sa.select(sa.func.max(FundYear.year)).where(FundYear.fund_id == year.fund_id))
        later = FundYear(fund_id=year.fund_id, year=max(int(last or 0) + 1, clock.today().year))
        session().add(later)
        session().flush()
    return posting.locked(later)


def _same_source(source: FundingSource, target: FundYear) -> FundingSource:
    """Return the source that continues another one in a later year, with its earmark."""
    found = session().scalar(
        sa.select(FundingSource).filter_by(carried_from_id=source.id, fund_year_id=target.id).limit(1)
    )
    if found is None:
        found = FundingSource(
            fund_year_id=target.id,
            organisation=source.organisation,
            kind=source.kind,
            earmark=source.earmark,
            neighbourhood_id=source.neighbourhood_id,
            carried_from_id=source.id,
        )
        session().add(found)
        session().flush()
    return found


def _fates(year: FundYear, default: Terms) -> Iterator[Fate]:
    held = _shared_balances(year)
    sources = session().scalars(sa.select(FundingSource).filter_by(fund_year_id=year.id).order_by(FundingSource.id))
    for source in sources.all():
        unused = Unused(
            left=held.get((source.id, Account.AVAILABLE), 0),
            brought=-held.get((source.id, Account.SOURCE), 0) - held.get((source.id, Account.OPENING), 0),
            gone_on=held.get((source.id, Account.CARRIED_OVER), 0),
            earmark=source.earmark,
        )
        terms = default if source.carry_rule is None else Terms(source.carry_rule, source.carry_pct or 0)
        yield Fate(source, unused, terms, carry.carried(unused, terms))


def _shared_balances(year: FundYear) -> dict[tuple[int, Account], int]:
    rows = session().execute(
        sa.select(Balance.source_id, Balance.account, Balance.amount_cents).where(
            Balance.fund_year_id == year.id, Balance.project_id == 0, Balance.action_id == 0
        )
    )
    return {(row.source_id, row.account): row.amount_cents for row in rows}
