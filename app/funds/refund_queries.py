"""Reading what must be given back: how much, by when, and what came already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.funds import queries
from app.funds.papers import papers_of
from app.funds.refund_models import Instalment, Refund
from app.projects.models import Project


@dataclass(frozen=True)
class Due:
    """The next part of a debt: how many cents by which day, out of how many still owed."""

    cents: int
    on: date
    owed: int


def refund_of(project: Project) -> Refund | None:
    """Return the refund under way, or None."""
    return papers_of(project).refund


def next_due(project: Project) -> Due | None:
    """Return what is expected next of a debt, or None when nothing is owed."""
    refund = refund_of(project)
    owed = -queries.balance_due(project)
    if refund is None or owed <= 0:
        return None
    covered = refund.amount_cents - owed
    for part in refund.instalments:
        if covered < part.amount_cents:
            return Due(part.amount_cents - max(covered, 0), part.due_on, owed)
        covered -= part.amount_cents
    return Due(owed, refund.instalments[-1].due_on, owed)


def parts_to_come(project: Project) -> list[Instalment]:
    """Return the parts of a debt that are not wholly covered yet."""
    refund = refund_of(project)
    if refund is None:
        return []
    covered, left = refund.amount_cents + queries.balance_due(project), []
    for part in refund.instalments:
        if covered < part.amount_cents:
            left.append(part)
        covered = max(covered - part.amount_cents, 0)
    return left
