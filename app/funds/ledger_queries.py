"""Reading the ledger: its entries, sought by source, account, cause or project; the money received line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.db import session
from app.funds.ledger_models import Account, Balance, Cause, Funding, FundingSource, FundYear, LedgerEntry, Posting
from app.funds.queries import PAGE


@dataclass(frozen=True)
class Sought:
    """What entries are looked for; None, or an empty number of project, leaves all of them."""

    source_id: int | None = None
    account: Account | None = None
    cause: Cause | None = None
    project_ref: str = ""
    before: int | None = None


def entries_of(year: FundYear, sought: Sought) -> Sequence[LedgerEntry]:
    """Return one page of the entries of a year and one more, newest first, below a number when it is given."""
    chosen = sa.select(LedgerEntry).where(LedgerEntry.fund_year_id == year.id)
    if sought.before is not None:
        chosen = chosen.where(LedgerEntry.number < sought.before)
    if sought.cause is not None:
        chosen = chosen.where(LedgerEntry.cause == sought.cause)
    if sought.project_ref:
        chosen = chosen.where(LedgerEntry.project_id.is_not(None), LedgerEntry.memo == sought.project_ref)
    if sought.source_id is not None or sought.account is not None:
        chosen = chosen.where(LedgerEntry.postings.any(_line(sought)))
    newest = chosen.order_by(LedgerEntry.number.desc()).limit(PAGE + 1)
    return session().scalars(newest.options(selectinload(LedgerEntry.postings))).all()


def sources_of(year: FundYear) -> Sequence[FundingSource]:
    """Return the sources of a year with their neighbourhood, the oldest first; one query."""
    return session().scalars(
        sa.select(FundingSource)
        .filter_by(fund_year_id=year.id)
        .options(joinedload(FundingSource.neighbourhood))
        .order_by(FundingSource.id)
    ).all()  # fmt: skip


def source_in(year: FundYear, source_id: int | None) -> FundingSource | None:
    """Return a source of a year by its number, or None."""
    found = session().get(FundingSource, source_id) if source_id else None
    return found if found is not None and found.fund_year_id == year.id else None


def fundings_of(year: FundYear) -> Sequence[sa.Row[Funding, int | None]]:
    """Return each line of money received or returned, newest first, with the number of the line that corrects it."""
    counter = aliased(Funding)
    return session().execute(
        sa.select(Funding, counter.id)
        .join(Funding.source)
        .outerjoin(counter, counter.corrects_id == Funding.id)
        .where(FundingSource.fund_year_id == year.id)
        .options(joinedload(Funding.source).joinedload(FundingSource.neighbourhood))
        .order_by(Funding.id.desc())
    ).all()  # fmt: skip


def funding_in(year: FundYear, funding_id: int | None) -> Funding | None:
    """Return a line of money received in a year by its number, or None."""
    found = session().get(Funding, funding_id, options=[joinedload(Funding.source)]) if funding_id else None
    return found if found is not None and found.source.fund_year_id == year.id else None


def years_at_a_glance(fund_id: int) -> Sequence[tuple[int, bool, dict[Account, int]]]:
    """Return each year of a fund, newest first: whether it is closed, what its accounts hold in cents; one query."""
    rows = session().execute(
        sa.select(FundYear.year, FundYear.closed_at, Balance.account, sa.func.sum(Balance.amount_cents))
        .outerjoin(Balance, Balance.fund_year_id == FundYear.id)
        .where(FundYear.fund_id == fund_id)
        .group_by(FundYear.year, FundYear.closed_at, Balance.account)
        .order_by(FundYear.year.desc())
    )
    found: dict[int, tuple[int, bool, dict[Account, int]]] = {}
    for year, closed_at, account, cents in rows:
        held = found.setdefault(year, (year, closed_at is not None, {}))[2]
        if account is not None:
            held[account] = int(cents)
    return list(found.values())


def _line(sought: Sought) -> sa.ColumnElement[bool]:
    conditions: list[sa.ColumnElement[bool]] = []
    if sought.source_id is not None:
        conditions.append(Posting.source_id == sought.source_id)
    if sought.account is not None:
        conditions.append(Posting.account == sought.account)
    return sa.and_(*conditions)
