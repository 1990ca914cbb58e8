"""Orders of payment: one person orders, above the threshold another one signs, then the money moves, once."""

from __future__ import annotations

from dataclasses import dataclass

from app import clock
from app.db import lock, session, transaction
from app.funds import plans, policy, queries
from app.funds.budget_spent import line_named
from app.funds.iban import without_iban
from app.funds.models import Payment, PaymentKind, PaymentMode
from app.funds.refusals import MoneyRefused
from app.funds.report_models import Expense
from app.funds.services import ledger
from app.projects.models import Project
from app.steps import services as steps
from app.steps.actor import Actor


@dataclass(frozen=True)
class Order:
    """What a person orders to pay: how much, to whom, how; for a purchase, what is bought and its invoice."""

    cents: int
    payee: str
    mode: PaymentMode
    reference: str = ""
    label: str = ""
    invoice_id: int | None = None


@transaction()
def order(project: Project, kind: PaymentKind, wanted: Order, actor: Actor) -> Payment:
    """Order a payment; it is made at once, unless it is above the threshold and awaits a second signature.

    Raises MoneyRefused when another order waits, nobody is named, the amount is not above zero, the rules forbid this
    way of paying (invariant 9), or the person may not order; BudgetExceeded when the project does not hold that much.
    """
    _check(project, kind, wanted, actor)
    payment = Payment(
        project_id=project.id,
        kind=kind,
        mode=wanted.mode,
        payee=without_iban(wanted.payee.strip()),
        amount_cents=wanted.cents,
        label=wanted.label.strip(),
        attachment_id=wanted.invoice_id,
        ordered_by_id=actor.person_id,
        ordered_at=clock.now(),
        needs_second=wanted.cents > queries.rules_of(project).two_person_cents,
        reference=without_iban(wanted.reference.strip()),
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
    if payment.kind is PaymentKind.PURCHASE:
        _keep_invoice(project, payment)
    session().flush()
    if payment.kind in (PaymentKind.PURCHASE, PaymentKind.REIMBURSEMENT):
        steps.record(project, f"{payment.kind.value}_paid", actor, details={"cents": payment.amount_cents})


@transaction()
def void_awaited(project: Project, actor: Actor | None = None, reason: str = "") -> None:
    """Drop the order of a project that no second person has signed, if there is one: no money has moved."""
    awaited = queries.awaited_payment(project)
    if awaited is not None:
        awaited.voided_at = clock.now()
        awaited.voided_by_id = actor.person_id if actor else None
        awaited.void_reason = reason.strip()
        session().flush()


def _keep_invoice(project: Project, payment: Payment) -> None:
    """What the fund buys itself is justified by its own invoice, and accepted as it is paid."""
    session().add(
        Expense(
            project_id=project.id,
            spent_on=clock.today(),
            supplier=payment.payee,
            label=payment.label,
            amount_cents=payment.amount_cents,
            attachment_id=payment.attachment_id,
            payment_id=payment.id,
            budget_line_id=line_named(project, payment.label),
            eligible=True,
            judged_by_id=payment.ordered_by_id,
            recorded_by_id=payment.ordered_by_id,
        )
    )
    report = queries.report_of(project)
    if report is not None:
        report.no_expense = False


def _check(project: Project, kind: PaymentKind, wanted: Order, actor: Actor) -> None:
    lock(Project, project.id)
    if not policy.can_order(project, actor):
        raise MoneyRefused("not_yours")
    if wanted.cents <= 0:
        raise MoneyRefused("amount_not_positive")
    if not wanted.payee.strip():
        raise MoneyRefused("payee_unnamed")
    if wanted.mode not in plans.modes_allowed(queries.rules_of(project), kind):
        raise MoneyRefused("mode_forbidden")
    if queries.awaited_payment(project) is not None:
        raise MoneyRefused("order_awaited")
