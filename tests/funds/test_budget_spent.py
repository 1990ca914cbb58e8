"""What was spent against each expense of the budget always ends on what the ledger says the fund paid."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from app.funds.budget_spent import budget_spent
from app.funds.positions import Told
from app.projects.models import BudgetLine

CENTS = st.integers(1, 200_000)


@given(st.lists(CENTS, max_size=4), st.dictionaries(st.integers(0, 5), CENTS), st.integers(0, 300_000))
@settings(max_examples=25)
def test_lines_and_what_has_none_add_up_to_the_ledger_to_the_cent(planned, told, paid) -> None:
    lines = [BudgetLine(id=n, label=f"Dépense {n}", amount_cents=cents) for n, cents in enumerate(planned, 1)]
    receipts = [Told(number or None, cents, cents // 2) for number, cents in told.items()]

    spent = budget_spent(lines, receipts, paid)

    assert spent.spent == sum(told.values())
    assert sum(one.spent for one in spent.lines) + spent.unsorted - spent.by_others + spent.unproved == paid
