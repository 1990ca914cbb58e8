"""What the desk of those who answer for money adds: the orders to sign second, and the way to their funds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.accounts.models import Person
from app.accounts.queries import reach_of
from app.desk.queries import MONEY_ROLES, Reach
from app.funds.models import Fund, Payment
from app.funds.order_queries import orders_to_sign
from app.funds.queries import funds_within


@dataclass(frozen=True)
class MoneyWork:
    """Orders that somebody else prepared, each with the number and title of its project; the funds to look after."""

    orders: Sequence[sa.Row[Payment, str, str]]
    funds: Sequence[Fund]


def money_work(person: Person, reach: Reach) -> MoneyWork | None:
    """Return what waits for a person who answers for money, or None for everybody else; two queries."""
    given = reach_of(person, MONEY_ROLES)
    if not given:
        return None
    return MoneyWork(orders_to_sign(reach.condition(given), person.id), funds_within(given))
