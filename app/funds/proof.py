"""Prove the ledger: every digest, every sum and every balance from the postings, then what they must agree with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from app.chain import START, digest
from app.db import session
from app.funds import crosschecks
from app.funds.ledger_models import ORIGINS, SHARED
from app.funds.models import Account, Balance, FundYear, LedgerEntry

Key = tuple[int, Account, int, int]
"""(source, account, project, training action)."""
Held = Counter[Key]


def faults() -> Iterator[str]:
    """Yield one sentence for everything in the money that does not follow from untouched entries."""
    years = session().scalars(sa.select(FundYear).order_by(FundYear.id).execution_options(populate_existing=True))
    for year in years.all():
        held: Held = Counter()
        name = f"{year.fund.code} {year.year}"
        yield from (f"{name}: {fault}" for fault in _faults_of_entries(year, held))
        yield from (f"{name}: {fault}" for fault in _faults_of_balances(year, held))
    for check in crosschecks.CHECKS:
        yield from check()


def _faults_of_entries(year: FundYear, held: Held) -> Iterator[str]:
    """Follow the chain of a year, adding up in `held` what each account holds."""
    entries = session().scalars(
        sa.select(LedgerEntry)
        .filter_by(fund_year_id=year.id)
        .order_by(LedgerEntry.number)
        .options(selectinload(LedgerEntry.postings))
        .execution_options(populate_existing=True, yield_per=500)
    )
    head, expected = START, 0
    for expected, entry in enumerate(entries, start=1):
        yield from _faults_of_entry(entry, expected, head)
        head = entry.digest
        for line in entry.postings:
            held[line.source_id, line.account, line.project_id, line.action_id] += line.amount_cents
    if (expected, head) != (year.entry_count, year.ledger_head):
        yield "the last entries are missing"


def _faults_of_entry(entry: LedgerEntry, expected: int, head: str) -> Iterator[str]:
    if entry.number != expected:
        yield f"entry {expected} is missing"
    elif digest(head, entry.chained_fields()) != entry.digest:
        yield f"entry {entry.number} was changed"
    if sum(line.amount_cents for line in entry.postings):
        yield f"entry {entry.number} does not sum to zero"


def _faults_of_balances(year: FundYear, held: Held) -> Iterator[str]:
    rows = session().scalars(
        sa.select(Balance).where(Balance.fund_year_id == year.id).execution_options(populate_existing=True)
    )
    kept = {(row.source_id, row.account, row.project_id, row.action_id): row.amount_cents for row in rows}
    for key in sorted(kept.keys() | held.keys()):
        if kept.get(key, 0) != held[key]:
            yield f"{_name(key)} says {kept.get(key, 0)} cents, its postings {held[key]}"
        if key[1] not in ORIGINS and held[key] < 0:
            yield f"{_name(key)} is overdrawn"


def _name(key: Key) -> str:
    source_id, account, project_id, action_id = key
    whose = "" if account in SHARED else f" of {'project' if project_id else 'action'} {project_id or action_id}"
    return f"{account.value}{whose} (source {source_id})"
