"""What was spent against each expense of the budget always ends on what the ledger says the fund paid."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from app.funds.budget_spent import budget_spent
from app.funds.models import Expense
from app.projects.models import BudgetLine

CENTS = st.integers(1, 200_000)
JUDGED = st.sampled_from(["waiting", "accepted", "in part", "refused"])


def line(number: int, cents: int) -> BudgetLine:
    return BudgetLine(id=number, label=f"Dépense {number}", amount_cents=cents)


def receipt(cents: int, line_id: int | None, judged: str) -> Expense:
    part = max(cents // 2, 1) if judged == "in part" else None
    eligible = {"waiting": None, "refused": False}.get(judged, True)
    return Expense(amount_cents=cents, budget_line_id=line_id, eligible=eligible, accepted_cents=part)


@given(
    st.lists(CENTS, max_size=4),
    st.lists(st.tuples(CENTS, st.integers(0, 5), JUDGED), max_size=8),
    st.integers(0, 300_000),
)
@settings(max_examples=25)
def test_lines_and_what_has_none_add_up_to_the_ledger_to_the_cent(planned, told, paid) -> None:
    lines = [line(number, cents) for number, cents in enumerate(planned, 1)]
    rows = [receipt(cents, number or None, judged) for cents, number, judged in told]

    spent = budget_spent(lines, rows, paid)

    counted = sum(row.amount_cents if row.eligible is None else row.accepted for row in rows)
    assert spent.spent == counted
    assert sum(one.spent for one in spent.lines) + spent.unsorted - spent.by_others + spent.unproved == paid
