"""Orders of payment: one person orders, above the threshold another one signs, then the money moves, once."""

from __future__ import annotations

from dataclasses import dataclass

from app import clock
from app.db import lock, session, transaction
from app.funds import policy, queries
from app.funds.models import Payment, PaymentKind, PaymentMode
from app.funds.refusals import MoneyRefused
from app.funds.services import ledger
from app.projects.models import Project
from app.steps import services as steps
from app.steps.actor import Actor


@dataclass(frozen=True)
class Order:
    """What a person orders to pay: how much, to whom, how."""

    cents: int
    payee: str
    mode: PaymentMode
    reference: str = ""


@transaction()
def order(project: Project, kind: PaymentKind, wanted: Order, actor: Actor) -> Payment:
    """Order a payment; it is made at once, unless it is above the threshold and awaits a second signature.

    Raises MoneyRefused when another order waits, nobody is named, the amount is not above zero, or the person may not
    order; BudgetExceeded when the project does not hold that much.
    """
    _check(project, wanted, actor)
    payment = Payment(
        project_id=project.id,
        kind=kind,
        mode=wanted.mode,
        payee=wanted.payee.strip(),
        amount_cents=wanted.cents,
        ordered_by_id=actor.person_id,
        ordered_at=clock.now(),
        needs_second=wanted.cents > queries.rules_of(project).two_person_cents,
        reference=wanted.reference.strip(),
    )
    session().add(payment)
    session().flush()
    if payment.needs_second:
        steps.record(project, "payment_ordered", actor, details={"cents": wanted.cents}, is_public=False)
    else:
        execute(project, payment, actor)
    return payment


@transaction()
def execute(project: Project, payment: Payment, actor: Actor) -> None:
    """Move the money of an order in the ledger. Raises BudgetExceeded when the project does not hold that much."""
    ledger.pay(project, payment, actor)
    payment.paid_at = clock.now()
    session().flush()


@transaction()
def void_awaited(project: Project) -> None:
    """Drop the order of a project that no second person has signed, if there is one: no money has moved."""
    awaited = queries.awaited_payment(project)
    if awaited is not None:
        awaited.voided_at = clock.now()
        session().flush()


@transaction()
def drop_order(project: Project, actor: Actor) -> None:
    """Drop the order that awaits a second signature, because something in it is wrong.

    Raises MoneyRefused when none waits or the person may neither order nor sign.
    """
    lock(Project, project.id)
    if not policy.can_sign(project, actor):
        raise MoneyRefused("not_yours")
    awaited = queries.awaited_payment(project)
    if awaited is None:
        raise MoneyRefused("no_order")
    void_awaited(project)
    steps.record(project, "payment_dropped", actor, details={"cents": awaited.amount_cents}, is_public=False)


def _check(project: Project, wanted: Order, actor: Actor) -> None:
    if not policy.can_order(project, actor):
        raise MoneyRefused("not_yours")
    if wanted.cents <= 0:
        raise MoneyRefused("amount_not_positive")
    if not wanted.payee.strip():
        raise MoneyRefused("payee_unnamed")
    if queries.awaited_payment(project) is not None:
        raise MoneyRefused("order_awaited")
