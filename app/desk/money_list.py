"""The work list of money: which projects wait for a signature, a payment, a look at receipts, a report or a refund."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa

from app.accounts.models import Person
from app.accounts.queries import reach_of
from app.db import session
from app.desk.queries import MONEY_ROLES, PAGE, Reach
from app.funds.models import Agreement, Expense, Payment
from app.funds.order_queries import awaiting_a_second_signature
from app.funds.payment_models import Plan
from app.funds.policy import REPORTING_STATES
from app.projects.models import Project
from app.projects.queries.listing import COUNTED, Cursor, Page, keyset_page, matching
from app.projects.search import MOST_WORDS, stems


class Pile(StrEnum):
    """What waits for somebody who answers for money, in the order in which a project meets it."""

    SIGN = "sign"
    AGREEMENT = "agreement"
    PAY = "pay"
    RECEIPTS = "receipts"
    SETTLE = "settle"
    REFUNDS = "refunds"
    REPORTS = "reports"


@dataclass(frozen=True)
class Wanted:
    """Whose list, where, and the words looked for in what is public of a project (number, title…)."""

    person: Person
    reach: Reach
    neighbourhood_id: int | None = None
    text: str = ""

    def projects(self, pile: Pile) -> sa.Select[Project]:
        """Return the query of a pile."""
        given = reach_of(self.person, MONEY_ROLES)
        asked = sa.select(Project).where(self.reach.condition(given), Project.is_open, _in_pile(pile, self.person.id))
        if self.neighbourhood_id:
            asked = asked.where(Project.neighbourhood_id == self.neighbourhood_id)
        if self.text:
            asked = matching(asked, stems(self.text)[:MOST_WORDS])
        return asked


def pile_page(wanted: Wanted, pile: Pile, cursor: Cursor | None) -> Page[Project]:
    """Return one page of a pile, the most late first."""
    return keyset_page(wanted.projects(pile), (Project.due_at, Project.id), cursor, size=PAGE)


def pile_counts(wanted: Wanted) -> dict[Pile, int]:
    """Count each pile in one query, up to one more than COUNTED."""
    counted = [
        sa.select(sa.func.count())
        .select_from(wanted.projects(pile).with_only_columns(sa.literal(1)).limit(COUNTED + 1).subquery())
        .scalar_subquery()
        for pile in Pile
    ]
    return dict(zip(Pile, session().execute(sa.select(*counted)).one(), strict=True))


def _in_pile(pile: Pile, person_id: int) -> sa.ColumnElement[bool]:
    unjudged, awaited = Project.id.in_(_unjudged()), Project.id.in_(awaiting_a_second_signature())
    in_review = Project.state == "report_review"
    early = sa.and_(Project.state.in_(sorted(REPORTING_STATES)), Project.id.in_(_paid_as_it_goes()))
    piles: dict[Pile, sa.ColumnElement[bool]] = {
        Pile.SIGN: Project.id.in_(awaiting_a_second_signature().where(Payment.ordered_by_id != person_id)),
        Pile.AGREEMENT: Project.state == "granted",
        Pile.PAY: sa.and_(Project.state == "signed", ~awaited),
        Pile.RECEIPTS: sa.and_(sa.or_(early, in_review), Project.id.in_(_unjudged().where(Expense.asked_again == ""))),
        Pile.SETTLE: sa.and_(in_review, ~unjudged, ~awaited),
        Pile.REFUNDS: Project.state == "refund_due",
        Pile.REPORTS: Project.state == "reporting",
    }
    return piles[pile]


def _unjudged() -> sa.Select[int]:
    return sa.select(Expense.project_id).where(Expense.eligible.is_(None))


def _paid_as_it_goes() -> sa.Select[int]:
    return sa.select(Agreement.project_id).where(Agreement.plan != Plan.ADVANCE)
