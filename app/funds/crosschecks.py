"""What the ledger must agree with: payments, money received, decisions, grants, earmarks, the years around a closing.

Each check yields one plain sentence a fault; a slice above registers its own with `crosscheck`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.db import session
from app.funds.closed_years import FROZEN_CAUSES
from app.funds.ledger_models import (
    HELD,
    Account,
    Balance,
    Earmark,
    Funding,
    FundingKind,
    FundingSource,
    FundYear,
    LedgerEntry,
    Posting,
)
from app.funds.models import Payment, PaymentKind
from app.funds.policy import SETTLED
from app.projects.models import AFTER_GRANT, Project
from app.projects.standing import FUND_PATH

Check = Callable[[], Iterator[str]]
CHECKS: list[Check] = []


def crosscheck(check: Check) -> Check:
    """Decorator: add a check to `flask ledger verify`."""
    if check not in CHECKS:
        CHECKS.append(check)
    return check


@crosscheck
def payments_agree() -> Iterator[str]:
    """Compare what was paid, less what came back, with what the ledger says the carriers have had."""
    signed = sa.case((Payment.kind == PaymentKind.REFUND, -Payment.amount_cents), else_=Payment.amount_cents)
    paid = _sums(sa.select(Payment.project_id, sa.func.sum(signed)).where(Payment.paid_at.is_not(None)))
    in_hands = _held_by_projects(Account.PAID, Account.JUSTIFIED, Account.WAIVED)
    for project_id in sorted(paid.keys() | in_hands.keys()):
        made, held = paid.get(project_id, 0), in_hands.get(project_id, 0)
        if made != held:
            yield f"project {project_id}: payments make {made} cents, the ledger {held}"


@crosscheck
def each_payment_has_its_entry() -> Iterator[str]:
    """Compare each payment with the entry that names it; before layout 2 entries named none, only sums are compared."""
    old = sa.select(LedgerEntry.project_id).where(LedgerEntry.layout == 1, LedgerEntry.project_id.is_not(None))
    named_since = Payment.project_id.not_in(old)
    yield from _unlike(Payment, LedgerEntry.payment_id, sa.and_(Payment.paid_at.is_not(None), named_since))


@crosscheck
def each_funding_has_its_entry() -> Iterator[str]:
    """Compare each line of money received or returned with its entry: as many cents, and none without the other."""
    yield from _unlike(Funding, LedgerEntry.funding_id, sa.true())


@crosscheck
def sources_agree() -> Iterator[str]:
    """Compare, for each source, the lines of money received and returned with its accounts."""
    signed = sa.case((Funding.kind == FundingKind.CORRECTED, -Funding.amount_cents), else_=Funding.amount_cents)
    lines, total = sa.select(Funding.source_id, sa.func.sum(signed)), sa.func.sum(Balance.amount_cents)
    for account, kinds, sign in (
        (Account.SOURCE, (FundingKind.RECEIVED, FundingKind.CORRECTED), -1),
        (Account.RETURNED, (FundingKind.RETURNED,), 1),
    ):
        told = _sums(lines.where(Funding.kind.in_(kinds)))
        kept = _sums(sa.select(Balance.source_id, total).where(Balance.account == account))
        for source_id in sorted(told.keys() | kept.keys()):
            if told.get(source_id, 0) != sign * kept.get(source_id, 0):
                yield (
                    f"source {source_id}: its fundings make {told.get(source_id, 0)} cents, "
                    f"its account {account.value} {sign * kept.get(source_id, 0)}"
                )


@crosscheck
def projects_agree() -> Iterator[str]:
    """Compare what the fund holds for each project with the grant written on it and with its state."""
    of_the_fund = Project.workflow_key == FUND_PATH  # residents' votes are paid by the city, outside the ledger
    held, settled = _held_by_projects(*HELD), _held_by_projects(Account.JUSTIFIED, Account.WAIVED)
    rows = session().execute(
        sa.select(Project.id, Project.ref, Project.state, Project.granted_cents)
        .where(sa.or_(Project.id.in_(held.keys()), sa.and_(of_the_fund, Project.state.in_(AFTER_GRANT))))
        .order_by(Project.id)
    )
    for project_id, ref, state, granted in rows:
        there, justified = held.get(project_id, 0), settled.get(project_id, 0)
        if state in SETTLED and (there != justified or there > (granted or 0)):
            yield f"project {ref} is settled: the ledger holds {there} cents, {justified} justified, granted {granted}"
        elif state in AFTER_GRANT and state not in SETTLED and there != granted:
            yield f"project {ref} is granted {granted} cents, the ledger holds {there}"
        elif state not in AFTER_GRANT and there:
            yield f"project {ref} has no grant, the ledger holds {there} cents"


@crosscheck
def earmarks_are_kept() -> Iterator[str]:
    """Find grants paid out of money that was kept for another neighbourhood or another purpose."""
    misplaced = sa.or_(
        sa.and_(
            FundingSource.earmark == Earmark.NEIGHBOURHOOD, FundingSource.neighbourhood_id != Project.neighbourhood_id
        ),
        sa.and_(FundingSource.earmark == Earmark.DIALOGUE, Project.origin_meeting_id.is_(None)),
        FundingSource.earmark == Earmark.TRAINING,
    )
    rows = session().execute(
        sa.select(Project.ref, FundingSource.id)
        .join(Balance, Balance.project_id == Project.id)
        .join(FundingSource, FundingSource.id == Balance.source_id)
        .where(Balance.amount_cents > 0, misplaced)
        .order_by(Project.id)
    )
    yield from (f"project {ref} is paid by source {source_id}, kept for something else" for ref, source_id in rows)


@crosscheck
def closed_years_are_empty() -> Iterator[str]:
    """Find money left, received or granted in a year that is closed."""
    left = sa.select(FundYear.year, sa.func.sum(Balance.amount_cents)).join(
        Balance, Balance.fund_year_id == FundYear.id
    )
    left = left.where(FundYear.closed_at.is_not(None), Balance.account == Account.AVAILABLE).group_by(FundYear.id)
    for year, cents in session().execute(left.having(sa.func.sum(Balance.amount_cents) > 0)):
        yield f"year {year} is closed, yet has {cents} cents available"
    late = (
        sa.select(FundYear.year, LedgerEntry.number)
        .join(LedgerEntry, LedgerEntry.fund_year_id == FundYear.id)
        .where(LedgerEntry.at > FundYear.closed_at, LedgerEntry.cause.in_(FROZEN_CAUSES))
    )
    for year, number in session().execute(late.order_by(LedgerEntry.id)):
        yield f"year {year} is closed, yet entry {number} came after"


@crosscheck
def years_follow_each_other() -> Iterator[str]:
    """Compare what left each closed source with what opened the sources that continue it."""
    after = aliased(FundingSource)
    total = sa.func.sum(Balance.amount_cents)
    out = _sums(sa.select(Balance.source_id, total).where(Balance.account == Account.CARRIED_OVER))
    into = _sums(
        sa.select(after.carried_from_id, -total)
        .join(Balance, Balance.source_id == after.id)
        .where(Balance.account == Account.OPENING)
    )
    for source_id in sorted(out.keys() | into.keys()):
        if out.get(source_id, 0) != into.get(source_id, 0):
            yield (
                f"source {source_id} carried over {out.get(source_id, 0)} cents, "
                f"the next year opened with {into.get(source_id, 0)}"
            )


def _unlike(
    table: type[Payment | Funding], named: InstrumentedAttribute[int | None], condition: sa.ColumnElement[bool]
) -> Iterator[str]:
    """Yield the rows whose amount is not what the entry that names them moved."""
    moved = sa.func.coalesce(sa.func.sum(Posting.amount_cents), 0)
    rows = session().execute(
        sa.select(table.id, table.amount_cents, moved)
        .outerjoin(LedgerEntry, named == table.id)
        .outerjoin(Posting, sa.and_(Posting.entry_id == LedgerEntry.id, Posting.amount_cents > 0))
        .where(condition)
        .group_by(table.id)
        .order_by(table.id)
    )
    for key, stored, told in rows:
        if stored != told:
            yield f"{table.__tablename__} {key} says {stored} cents, its entry {told}"


def _held_by_projects(*accounts: Account) -> dict[int, int]:
    return _sums(
        sa.select(Balance.project_id, sa.func.sum(Balance.amount_cents)).where(
            Balance.account.in_(accounts), Balance.project_id > 0, Balance.amount_cents > 0
        )
    )


def _sums(asked: sa.Select[Any, int]) -> dict[int, int]:
    """Run a query of a key and a sum, grouped by its key."""
    key = asked.selected_columns[0]
    return {int(found): int(total) for found, total in session().execute(asked.group_by(key))}
