"""Where the money of one project stands in the ledger, and what its receipts tell by line: both in one query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.db import remembered, session
from app.funds.models import Account, Balance, Expense
from app.projects.models import Project


@dataclass(frozen=True)
class Position:
    """Where the money of one project stands, in cents."""

    reserved: int = 0
    committed: int = 0
    paid: int = 0
    justified: int = 0
    waived: int = 0

    @property
    def granted(self) -> int:
        """Everything the fund still holds for, or has given to, the project."""
        return self.reserved + self.committed + self.out

    @property
    def out(self) -> int:
        """Everything that left the fund for the project and did not come back."""
        return self.paid + self.justified + self.waived


@dataclass(frozen=True)
class Told:
    """What the receipts of a project tell for one expense of its budget (None: for none), in cents.

    `counted` is what is accepted, or told while nobody has looked at it; `unchecked` is that last part.
    """

    line_id: int | None
    counted: int
    unchecked: int


def position(project: Project) -> Position:
    """Return where the money of a project stands, over all years; one query a page."""
    return _money(project)[0]


def told_by_line(project: Project) -> Sequence[Told]:
    """Return what receipts tell, by expense of the budget; read along with `position`."""
    return _money(project)[1]


def _money(project: Project) -> tuple[Position, Sequence[Told]]:
    return remembered(("position", project.id), lambda: _read_money(project.id))


def _read_money(project_id: int) -> tuple[Position, Sequence[Told]]:
    """Read the balances and the receipts in one query: a row of one has nothing of the other."""
    none, amount = sa.null(), Expense.amount_cents
    accepted = sa.case((Expense.eligible.is_(True), sa.func.coalesce(Expense.accepted_cents, amount)), else_=0)
    unchecked = sa.case((Expense.eligible.is_(None), amount), else_=0)
    held = (
        sa.select(Balance.account, sa.cast(none, sa.Integer), sa.func.sum(Balance.amount_cents), sa.literal(0))
        .where(Balance.project_id == project_id)
        .group_by(Balance.account)
    )
    told = (
        sa.select(
            sa.cast(none, Balance.account.type), Expense.budget_line_id, sa.func.sum(accepted + unchecked),
            sa.func.sum(unchecked),
        )
        .where(Expense.project_id == project_id)
        .group_by(Expense.budget_line_id)
    )  # fmt: skip
    rows = session().execute(sa.union_all(held, told)).all()
    by_account = {Account(row[0]).value: int(row[2]) for row in rows if row[0] is not None}
    return Position(**by_account), [Told(row[1], int(row[2]), int(row[3])) for row in rows if row[0] is None]
