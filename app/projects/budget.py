"""The budget of a project: does what comes in equal what goes out?"""

from __future__ import annotations

from dataclasses import dataclass

from app.projects.models import BudgetSide, Project


@dataclass(frozen=True)
class BudgetBalance:
    """Totals in cents; `gap` is expenses minus everything that pays for them (zero when balanced)."""

    expenses: int
    resources: int
    requested: int

    @property
    def gap(self) -> int:
        """Cents that nobody pays yet; negative when more comes in than goes out."""
        return self.expenses - self.resources - self.requested


def balance_of(project: Project) -> BudgetBalance:
    """Add up the budget lines of a project."""
    totals = dict.fromkeys(BudgetSide, 0)
    for line in project.budget_lines:
        totals[line.side] += line.amount_cents
    return BudgetBalance(totals[BudgetSide.EXPENSE], totals[BudgetSide.RESOURCE], project.requested_cents)
