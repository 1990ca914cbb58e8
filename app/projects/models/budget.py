"""What a project costs, and what helps to pay for it besides the fund."""

from __future__ import annotations

from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.columns import choice
from app.db import Model
from app.money import Money
from app.projects.models.project import Project


class BudgetSide(StrEnum):
    """What is spent, or what helps to pay for it besides the fund."""

    EXPENSE = "expense"
    RESOURCE = "resource"


class ResourceKind(StrEnum):
    """What helps to pay for a project: the carriers' money, that of others, or the carriers' time, room or goods."""

    OWN_MONEY = "own_money"
    OTHER_MONEY = "other_money"
    IN_KIND = "in_kind"


class BudgetLine(Model):
    """One line of the budget, in cents."""

    __tablename__ = "budget_line"
    __table_args__ = (sa.CheckConstraint("amount_cents > 0", name="amount_positive"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), index=True)
    side: Mapped[BudgetSide] = mapped_column(choice(BudgetSide))
    label: Mapped[str] = mapped_column(sa.String(120))
    amount_cents: Mapped[Money]
    resource: Mapped[ResourceKind | None] = mapped_column(choice(ResourceKind))
    """What a resource is made of; nothing for an expense, or a resource of which nobody said it: money of others."""

    project: Mapped[Project] = relationship(back_populates="budget_lines")
