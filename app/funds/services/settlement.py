"""The end of the money: pay the balance or get back what was not justified, then release the rest (B.1, 20-21)."""

from __future__ import annotations

from app import clock
from app.db import lock, session, transaction
from app.funds import policy, queries
from app.funds.iban import without_iban
from app.funds.models import Account, Cause, Payment, PaymentKind
from app.funds.refusals import MoneyRefused
from app.funds.services import ledger, payments, refunds
from app.funds.services.payments import Order
from app.projects.models import Project
from app.steps import services as steps
from app.steps.actor import Actor


@transaction()
def settle(project: Project, wanted: Order, actor: Actor) -> Payment | None:
    """Pay min(granted, eligible) − paid, then release what is unused; the balance may await a second signature.

    `wanted.cents` is the balance as the person saw it. Return the payment ordered, or None when nothing was due.
    Raises MoneyRefused when that is not the balance, receipts are not judged, the project owes money, or the person
    may not.
    """
    _check_review(project, actor)
    due = queries.balance_due(project)
    if due < 0:
        raise MoneyRefused("refund_first", -due)
    if due != wanted.cents:
        raise MoneyRefused("balance_changed", due)
    payment = payments.order(project, PaymentKind.BALANCE, wanted, actor) if due else None
    if payment is None or payment.paid_at:
        finish(project, "settle", actor)
    return payment


@transaction()
def ask_refund(project: Project, actor: Actor) -> int:
    """Ask the carriers to give back what the receipts do not justify, and return how much in cents.

    Raises MoneyRefused when nothing is owed, receipts are not judged, or the person may not.
    """
    _check_review(project, actor)
    owed = -queries.balance_due(project)
    if owed <= 0:
        raise MoneyRefused("nothing_owed")
    steps.perform(project, "ask_refund", actor, details={"cents": owed})
    refunds.open_refund(project, owed, actor)
    return owed


@transaction()
def record_refund(project: Project, wanted: Order, actor: Actor, *, seen: int | None = None) -> int:
    """Write down money that came back, wholly or in part; once all of it is there, square the accounts.

    Return what is still owed, in cents. Raises MoneyRefused for more than what is owed, or when what is owed is not
    what the person had seen: the button was pressed twice, or somebody else wrote the same money down.
    """
    lock(Project, project.id)
    if not policy.can_order(project, actor):
        raise MoneyRefused("not_yours")
    owed = -queries.balance_due(project)
    if project.state != "refund_due" or owed <= 0:
        raise MoneyRefused("nothing_owed")
    if seen is not None and seen != owed:
        raise MoneyRefused("debt_changed", owed)
    if not 0 < wanted.cents <= owed:
        raise MoneyRefused("refund_not_within", owed)
    _take_back(project, wanted, actor)
    left = owed - wanted.cents
    if left:
        refunds.date_next(project)
        steps.record(project, "refund_received", actor, details={"cents": wanted.cents, "left": left})
    else:
        finish(project, "receive_refund", actor)
    return left


@transaction()
def close_refund(project: Project, actor: Actor) -> None:
    """Square the accounts once what was owed has come back or was forgiven.

    Raises MoneyRefused while something is owed, or when the person may not.
    """
    lock(Project, project.id)
    if not policy.can_order(project, actor):
        raise MoneyRefused("not_yours")
    if project.state != "refund_due":
        raise MoneyRefused("wrong_moment")
    owed = -queries.balance_due(project)
    if owed > 0:
        raise MoneyRefused("refund_first", owed)
    finish(project, "receive_refund", actor)


@transaction()
def finish(project: Project, action: str, actor: Actor) -> None:
    """Mark as justified all that stays paid, release what is left to the envelope, and move the project on."""
    stands = queries.position(project)
    ledger.move(project, stands.paid, (Account.PAID, Account.JUSTIFIED), Cause.JUSTIFICATION, actor)
    ledger.move(project, stands.committed, (Account.COMMITTED, Account.AVAILABLE), Cause.RELEASE, actor)
    steps.perform(project, action, actor, details={"cents": stands.paid, "released": stands.committed})


def _check_review(project: Project, actor: Actor) -> None:
    lock(Project, project.id)
    if not policy.can_order(project, actor):
        raise MoneyRefused("not_yours")
    if project.state != "report_review":
        raise MoneyRefused("wrong_moment")
    if queries.receipts(project).unjudged:
        raise MoneyRefused("receipts_unjudged")
    if queries.awaited_payment(project) is not None:
        raise MoneyRefused("order_awaited")


def _take_back(project: Project, wanted: Order, actor: Actor) -> None:
    """Put the money back where it was held for the project: it is released with the rest when all is there."""
    now = clock.now()
    payment = Payment(
        project_id=project.id,
        kind=PaymentKind.REFUND,
        mode=wanted.mode,
        payee=without_iban(wanted.payee.strip()),
        amount_cents=wanted.cents,
        ordered_by_id=actor.person_id,
        ordered_at=now,
        paid_at=now,
        reference=without_iban(wanted.reference.strip()),
    )
    session().add(payment)
    session().flush()
    ledger.pay(project, payment, actor)
