"""Moving the money of a project: every movement follows the sources that pay for it, to the cent."""

from __future__ import annotations

from app.db import transaction
from app.funds import purses, queries, sharing
from app.funds.ledger_models import Account, Cause, FundYear
from app.funds.models import Payment, PaymentKind
from app.funds.refusals import BudgetExceeded
from app.funds.services import carrying, posting
from app.funds.services.posting import Way, Why
from app.funds.sharing import Holder
from app.projects.models import Project
from app.steps.actor import Actor

PAYMENTS: dict[PaymentKind, tuple[Way, Cause]] = {
    PaymentKind.ADVANCE: ((Account.COMMITTED, Account.PAID), Cause.ADVANCE),
    PaymentKind.PURCHASE: ((Account.COMMITTED, Account.PAID), Cause.PURCHASE),
    PaymentKind.REIMBURSEMENT: ((Account.COMMITTED, Account.PAID), Cause.REIMBURSEMENT),
    PaymentKind.BALANCE: ((Account.COMMITTED, Account.PAID), Cause.BALANCE),
    PaymentKind.REFUND: ((Account.PAID, Account.COMMITTED), Cause.REFUND),
}


@transaction()
def move(project: Project, cents: int, way: Way, cause: Cause, actor: Actor) -> None:
    """Move cents of a project from one account to another, in the year that holds its money; nothing for zero.

    Each source moves in proportion to what it holds there for the project. Raises BudgetExceeded when the first
    account does not hold them.
    """
    _move(project, cents, way, Why(cause, project.ref), actor)


@transaction()
def pay(project: Project, payment: Payment, actor: Actor) -> None:
    """Move the money of a stored payment, or of a refund, and name it in the ledger. Raises as `move`."""
    way, cause = PAYMENTS[payment.kind]
    _move(project, payment.amount_cents, way, Why(cause, project.ref, payment_id=payment.id), actor)


@transaction()
def draw(project: Project, cents: int, target: Account, why: Why, actor: Actor) -> None:
    """Take money for a project out of the sources of a year that may pay for it, in the published order.

    The year is that of the latest grant, or, for a grant, the present one. Raises BudgetExceeded when they do not hold
    enough.
    """
    year = queries.year_to_grant(project) if why.cause is Cause.GRANT else queries.year_holding(project)
    if year is None:
        raise BudgetExceeded(Account.AVAILABLE, cents)
    year = posting.locked(year)
    open_purses = sharing.in_order(purses.available(year.id), purses.purpose_of(project))
    shares = sharing.drawn(cents, open_purses)
    missing = cents - sum(taken for _source, taken in shares)
    if missing:
        raise BudgetExceeded(Account.AVAILABLE, missing)
    lines = posting.moved(shares, (Account.AVAILABLE, target), Holder(project.id))
    posting.post(year, why, lines, actor)


def _move(project: Project, cents: int, way: Way, why: Why, actor: Actor) -> None:
    if cents == 0:
        return
    year = queries.year_holding(project)
    if year is None:
        raise BudgetExceeded(way[0], cents)
    year = posting.locked(year)
    holder = Holder(project.id)
    held = purses.held(year.id, way[0], holder)
    missing = cents - sum(purse.cents for purse in held)
    if missing > 0:
        raise BudgetExceeded(way[0], missing)
    posting.post(year, why, posting.moved(sharing.split(cents, held), way, holder), actor)
    _send_on(year, way[1], actor)


def _send_on(year: FundYear, account: Account, actor: Actor) -> None:
    """What comes back to a closed year does not stay there: it follows the rule of its source at once."""
    if account is Account.AVAILABLE and year.closed_at is not None:
        carrying.send_on(year, actor)
