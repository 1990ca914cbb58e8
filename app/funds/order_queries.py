"""Reading the orders of payment that await a second signature."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from app.db import session
from app.funds.models import Fund, Payment
from app.funds.queries import PAGE
from app.projects.models import Project


def awaiting_a_second_signature() -> sa.Select[int]:
    """Return a query for the ids of the projects in which an order of payment awaits its second signature."""
    return sa.select(Payment.project_id).where(Payment.paid_at.is_(None), Payment.voided_at.is_(None))


def orders_awaited(fund: Fund) -> Sequence[sa.Row[Payment, str, str]]:
    """Return the orders that await a second signature in a fund, each with the number and title of its project."""
    return session().execute(_orders(Project.fund_id == fund.id)).all()


def orders_to_sign(within: sa.ColumnElement[bool], person_id: int) -> Sequence[sa.Row[Payment, str, str]]:
    """Return as `orders_awaited`, the oldest first, those of some projects that somebody else prepared."""
    return session().execute(_orders(within).where(Payment.ordered_by_id != person_id).limit(PAGE)).all()


def _orders(condition: sa.ColumnElement[bool]) -> sa.Select[Payment, str, str]:
    return (
        sa.select(Payment, Project.ref, Project.title)
        .join(Project, Project.id == Payment.project_id)
        .where(condition, Payment.paid_at.is_(None), Payment.voided_at.is_(None))
        .order_by(Payment.id)
    )
