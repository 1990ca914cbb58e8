"""What was spent against each expense of a project's budget, down to what the ledger says the fund paid.

Receipts are counted for what is accepted of them, or for what they tell while nobody has looked at them; refused ones
are not counted. The table always ends on the ledger: receipts − what others paid + what is paid without a receipt yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.funds.positions import Told, position, told_by_line
from app.projects.models import BudgetLine, BudgetSide, Project


@dataclass(frozen=True)
class LineSpent:
    """One expense of the budget, in cents: what was planned and what receipts tell."""

    label: str
    planned: int
    spent: int

    @property
    def over(self) -> int:
        """Cents spent above what was planned."""
        return max(self.spent - self.planned, 0)


@dataclass(frozen=True)
class BudgetSpent:
    """The budget against the receipts, in cents; `paid` is what left the fund, from the ledger.

    `unchecked` is the part of `spent` that nobody has looked at yet.
    """

    lines: Sequence[LineSpent]
    unsorted: int
    unchecked: int
    paid: int

    @property
    def planned(self) -> int:
        """The total of the budget."""
        return sum(line.planned for line in self.lines)

    @property
    def spent(self) -> int:
        """The total of the receipts."""
        return sum(line.spent for line in self.lines) + self.unsorted

    @property
    def by_others(self) -> int:
        """What receipts tell above what the fund paid: the carriers, or others, paid it."""
        return max(self.spent - self.paid, 0)

    @property
    def unproved(self) -> int:
        """What the fund paid and no receipt tells yet."""
        return max(self.paid - self.spent, 0)


def expense_lines(project: Project) -> list[BudgetLine]:
    """Return the expenses of a project's budget, in the order of the file."""
    return [line for line in project.budget_lines if line.side is BudgetSide.EXPENSE]


def line_named(project: Project, label: str) -> int | None:
    """Return the expense of the budget that bears this very name, when there is one: what was bought is that."""
    wanted = label.strip().casefold()
    named = [line.id for line in expense_lines(project) if line.label.strip().casefold() == wanted]
    return named[0] if len(named) == 1 else None


def budget_spent(lines: Iterable[BudgetLine], receipts: Sequence[Told], paid: int) -> BudgetSpent:
    """Set what receipts tell beside the budget; `paid` is in cents, from the ledger."""
    by_line = {one.line_id: one.counted for one in receipts}
    shown = [LineSpent(line.label, line.amount_cents, by_line.pop(line.id, 0)) for line in lines]
    return BudgetSpent(shown, sum(by_line.values()), sum(one.unchecked for one in receipts), paid)


def spent_by(project: Project) -> BudgetSpent | None:
    """Return the budget of a project against its receipts and the ledger; None before the first receipt."""
    lines, told = expense_lines(project), told_by_line(project)
    return budget_spent(lines, told, position(project).out) if lines and told else None
