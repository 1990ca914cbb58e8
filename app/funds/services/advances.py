"""The first payment: an advance, or none when the fund buys or reimburses."""

from __future__ import annotations

from app.db import lock, transaction
from app.funds import plans, policy, queries
from app.funds.models import Payment, PaymentKind
from app.funds.payment_models import Plan
from app.funds.refusals import MoneyRefused
from app.funds.services import payments
from app.funds.services.payments import Order
from app.funds.wording import PLANS
from app.projects.models import Project
from app.steps import services as steps
from app.steps.actor import Actor


@transaction()
def pay_advance(project: Project, wanted: Order, actor: Actor) -> Payment:
    """Order the advance; without a second signature to wait for, it is paid and the project is funded.

    Raises MoneyRefused where the agreement says that nothing is advanced (invariant 9), above the advance rate of the
    rules (invariant 8), and what `payments.order` raises.
    """
    lock(Project, project.id)
    if project.state != "signed":
        raise MoneyRefused("wrong_moment")
    agreement = plans.agreement_of(project)
    if agreement is not None and agreement.plan is not Plan.ADVANCE:
        raise MoneyRefused("no_advance_agreed")
    limit = queries.advance_limit(project)
    if wanted.cents > limit:
        raise MoneyRefused("above_advance_rate", limit)
    payment = payments.order(project, PaymentKind.ADVANCE, wanted, actor)
    if payment.paid_at:
        complete(project, payment, actor)
    return payment


@transaction()
def fund_without_advance(project: Project, reason: str, actor: Actor) -> None:
    """Fund by direct purchase or reimbursement: nothing is paid now. Raises MoneyRefused, ActionRefused."""
    if not policy.can_order(project, actor):
        raise MoneyRefused("not_yours")
    steps.perform(project, "fund_without_advance", actor, note=reason)


@transaction()
def fund_as_agreed(project: Project, actor: Actor) -> None:
    """Fund without an advance because the agreement says so.

    Raises MoneyRefused where an advance was agreed, ActionRefused.
    """
    agreement = plans.agreement_of(project)
    if agreement is None or agreement.plan is Plan.ADVANCE:
        raise MoneyRefused("wrong_moment")
    fund_without_advance(project, str(PLANS[agreement.plan]), actor)


@transaction()
def complete(project: Project, payment: Payment, actor: Actor) -> None:
    """Move the project on once its advance is paid."""
    details = {"cents": payment.amount_cents, "payment": payment.id}
    steps.perform(project, "pay_advance", actor, details=details)
