"""The budget of a project: does what comes in equal what goes out, and what do its carriers bring themselves?"""

from __future__ import annotations

from dataclasses import dataclass

from app.projects.models import BudgetSide, Project, ResourceKind


@dataclass(frozen=True)
class BudgetBalance:
    """Totals in cents; `gap` is expenses minus everything that pays for them (zero when balanced).

    `own_money` and `in_kind` are the part of the resources that the carriers bring themselves.
    """

    expenses: int
    resources: int
    requested: int
    own_money: int = 0
    in_kind: int = 0

    @property
    def gap(self) -> int:
        """Cents that nobody pays yet; negative when more comes in than goes out."""
        return self.expenses - self.resources - self.requested


def balance_of(project: Project) -> BudgetBalance:
    """Add up the budget lines of a project."""
    totals = dict.fromkeys(BudgetSide, 0)
    brought = dict.fromkeys(ResourceKind, 0)
    for line in project.budget_lines:
        totals[line.side] += line.amount_cents
        if line.side is BudgetSide.RESOURCE:
            brought[line.resource or ResourceKind.OTHER_MONEY] += line.amount_cents
    return BudgetBalance(
        totals[BudgetSide.EXPENSE],
        totals[BudgetSide.RESOURCE],
        project.requested_cents,
        own_money=brought[ResourceKind.OWN_MONEY],
        in_kind=brought[ResourceKind.IN_KIND],
    )
