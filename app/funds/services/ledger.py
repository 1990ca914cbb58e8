"""The ledger: one function writes in it, and nothing is ever changed there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app import clock
from app.chain import digest
from app.db import lock, session, transaction
from app.funds import queries
from app.funds.models import Account, Balance, Cause, FundYear, LedgerEntry, Posting
from app.funds.refusals import BudgetExceeded
from app.projects.models import Project
from app.steps.actor import Actor

SHARED = frozenset({Account.SOURCE, Account.AVAILABLE})
"""Accounts of the whole envelope; the others belong each to a project."""


@dataclass(frozen=True)
class Line:
    """Cents added to (or, negative, taken from) one account; `project_id` is 0 for what belongs to no project."""

    account: Account
    cents: int
    project_id: int = 0


def moved(cents: int, source: Account, target: Account, project_id: int = 0) -> list[Line]:
    """Return the two lines that move cents from one account to another; none when there is nothing to move."""
    if cents == 0:
        return []
    return [
        Line(account, amount, 0 if account in SHARED else project_id)
        for account, amount in ((source, -cents), (target, cents))
    ]


@transaction()
def post(year: FundYear, cause: Cause, lines: Sequence[Line], actor: Actor, memo: str = "") -> LedgerEntry:
    """Write one entry in the ledger of a year, chain it, and keep the balances.

    Raises BudgetExceeded when the database refuses to overdraw an account; nothing is written then. Raises ValueError
    when the lines do not sum to zero or concern two projects.
    """
    project_id = _only_project(lines)
    year = _locked(year)
    with session().begin_nested():
        for line in sorted(lines, key=lambda line: line.cents):
            _add_to_balance(year, line)
    entry = LedgerEntry(
        fund_year_id=year.id,
        number=year.entry_count + 1,
        cause=cause,
        project_id=project_id,
        memo=memo.strip(),
        actor_id=actor.person_id,
        at=clock.now(),
        postings=[Posting(account=it.account, project_id=it.project_id, amount_cents=it.cents) for it in lines],
    )
    entry.digest = digest(year.ledger_head, entry.chained_fields())
    year.entry_count, year.ledger_head = entry.number, entry.digest
    session().add(entry)
    session().flush()
    return entry


@transaction()
def move(project: Project, cents: int, way: tuple[Account, Account], cause: Cause, actor: Actor) -> None:
    """Move cents of a project from one account to another, in the year that holds its money; nothing for zero.

    Raises BudgetExceeded when the first account does not hold them.
    """
    if cents == 0:
        return
    year = queries.year_holding(project)
    if year is None:
        raise BudgetExceeded(way[0], cents)
    post(year, cause, moved(cents, *way, project.id), actor, memo=project.ref)


def _only_project(lines: Iterable[Line]) -> int | None:
    if not lines or sum(line.cents for line in lines) != 0 or any(line.cents == 0 for line in lines):
        raise ValueError("the lines of an entry sum to zero, and none of them is empty")
    if any((line.account in SHARED) != (line.project_id == 0) for line in lines):
        raise ValueError("an account of the envelope belongs to no project, any other to one")
    projects = {line.project_id for line in lines} - {0}
    if len(projects) > 1:
        raise ValueError("an entry concerns one project at most")
    return next(iter(projects), None)


def _locked(year: FundYear) -> FundYear:
    fresh = lock(FundYear, year.id)
    if fresh is None:
        raise LookupError(f"fund year {year.id} does not exist")
    return fresh


def _add_to_balance(year: FundYear, line: Line) -> None:
    """Change one balance, making its row at the first cents.

    The year is locked, so nobody else makes that row meanwhile; INSERT … ON CONFLICT would not do, since databases
    check the proposed row, which is negative when money leaves, before they see that it exists.
    """
    key = {"fund_year_id": year.id, "account": line.account, "project_id": line.project_id}
    here = sa.and_(*(getattr(Balance, name) == value for name, value in key.items()))
    change = sa.update(Balance).where(here).values(amount_cents=Balance.amount_cents + line.cents)
    try:
        with session().begin_nested():
            done = session().execute(change.execution_options(synchronize_session=False))
            if not done.rowcount:  # type: ignore[attr-defined]
                session().execute(sa.insert(Balance).values(amount_cents=line.cents, **key))
    except IntegrityError:
        held = session().scalar(sa.select(Balance.amount_cents).where(here)) or 0
        raise BudgetExceeded(line.account, -line.cents - held) from None
