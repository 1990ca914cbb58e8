"""Writing in the ledger: one function does it, and nothing is ever changed there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app import clock
from app.chain import digest
from app.db import lock, session, transaction
from app.funds.ledger_models import SHARED, Account, Balance, Cause, FundYear, LedgerEntry, Posting
from app.funds.refusals import BudgetExceeded
from app.funds.sharing import ENVELOPE, Holder
from app.steps.actor import Actor


@dataclass(frozen=True)
class Line:
    """Cents added to (or, negative, taken from) one account of a source; the holder is 0 for a shared account."""

    account: Account
    cents: int
    source_id: int
    project_id: int = 0
    action_id: int = 0


@dataclass(frozen=True)
class Why:
    """What an entry follows from: the cause, its memo, the rows that it names."""

    cause: Cause
    memo: str = ""
    payment_id: int | None = None
    funding_id: int | None = None
    decision_id: int | None = None


Way = tuple[Account, Account]


def moved(shares: Iterable[tuple[int, int]], way: Way, holder: Holder = ENVELOPE) -> list[Line]:
    """Return the lines that move each share (source id, cents) from the first account to the second."""
    return [
        Line(account, amount, source_id, *((0, 0) if account in SHARED else (holder.project_id, holder.action_id)))
        for source_id, cents in shares
        if cents
        for account, amount in ((way[0], -cents), (way[1], cents))
    ]


@transaction()
def post(year: FundYear, why: Why, lines: Sequence[Line], actor: Actor) -> LedgerEntry:
    """Write one entry in the ledger of a year, chain it, and keep the balances.

    Raises BudgetExceeded when the database refuses to overdraw an account; nothing is written then. Raises ValueError
    when the lines do not sum to zero for each source, or concern two holders.
    """
    holder = _only_holder(lines)
    year = locked(year)
    with session().begin_nested():
        for line in sorted(lines, key=lambda line: line.cents):
            _add_to_balance(year, line)
    entry = LedgerEntry(
        fund_year_id=year.id,
        number=year.entry_count + 1,
        cause=why.cause,
        project_id=holder.project_id or None,
        action_id=holder.action_id or None,
        payment_id=why.payment_id,
        funding_id=why.funding_id,
        decision_id=why.decision_id,
        memo=why.memo.strip(),
        actor_id=actor.person_id,
        at=clock.now(),
        layout=2,
        postings=[_posting(line) for line in lines],
    )
    entry.digest = digest(year.ledger_head, entry.chained_fields())
    year.entry_count, year.ledger_head = entry.number, entry.digest
    session().add(entry)
    session().flush()
    return entry


def locked(year: FundYear) -> FundYear:
    """Load a year afresh and lock it until the transaction ends. Raises LookupError when it does not exist."""
    fresh = lock(FundYear, year.id)
    if fresh is None:
        raise LookupError(f"fund year {year.id} does not exist")
    return fresh


def _posting(line: Line) -> Posting:
    return Posting(
        source_id=line.source_id,
        account=line.account,
        project_id=line.project_id,
        action_id=line.action_id,
        amount_cents=line.cents,
    )


def _only_holder(lines: Sequence[Line]) -> Holder:
    sums: Counter[int] = Counter()
    for line in lines:
        sums[line.source_id] += line.cents
    if not lines or any(sums.values()) or any(line.cents == 0 for line in lines):
        raise ValueError("the lines of an entry sum to zero for each source, and none of them is empty")
    if any((line.account in SHARED) != (line.project_id == line.action_id == 0) for line in lines):
        raise ValueError("an account of the envelope belongs to nobody, any other to a project or an action")
    holders = {Holder(line.project_id, line.action_id) for line in lines} - {ENVELOPE}
    if len(holders) > 1:
        raise ValueError("an entry concerns one project or action at most")
    return next(iter(holders), ENVELOPE)


def _add_to_balance(year: FundYear, line: Line) -> None:
    """Change one balance, making its row at the first cents.

    The year is locked, so nobody else makes that row meanwhile; INSERT … ON CONFLICT would not do, since databases
    check the proposed row, which is negative when money leaves, before they see that it exists.
    """
    key = {
        "source_id": line.source_id,
        "account": line.account,
        "project_id": line.project_id,
        "action_id": line.action_id,
    }
    here = sa.and_(*(getattr(Balance, name) == value for name, value in key.items()))
    change = sa.update(Balance).where(here).values(amount_cents=Balance.amount_cents + line.cents)
    try:
        with session().begin_nested():
            done = session().execute(change.execution_options(synchronize_session=False))
            if not done.rowcount:  # type: ignore[attr-defined]
                session().execute(sa.insert(Balance).values(amount_cents=line.cents, fund_year_id=year.id, **key))
    except IntegrityError:
        held = session().scalar(sa.select(Balance.amount_cents).where(here)) or 0
        raise BudgetExceeded(line.account, -line.cents - held) from None
