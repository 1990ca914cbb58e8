"""The second signature: above the threshold no money leaves by the hand of one person alone (invariant 8)."""

from __future__ import annotations

from app.db import lock, transaction
from app.funds import policy, queries
from app.funds.models import Payment, PaymentKind
from app.funds.refusals import MoneyRefused
from app.funds.services import advances, payments, settlement
from app.projects.models import Project
from app.steps.actor import Actor


@transaction()
def sign_second(project: Project, actor: Actor) -> Payment:
    """Sign the order that waits, pay it, and move the project on.

    Raises MoneyRefused when none waits, the person may not sign, or is the one who ordered.
    """
    lock(Project, project.id)
    payment = queries.awaited_payment(project)
    if payment is None:
        raise MoneyRefused("no_order")
    if actor.person_id == payment.ordered_by_id:
        raise MoneyRefused("same_person")
    if not policy.can_sign(project, actor):
        raise MoneyRefused("not_yours")
    payment.second_by_id = actor.person_id
    payments.execute(project, payment, actor)
    if payment.kind is PaymentKind.ADVANCE:
        advances.complete(project, payment, actor)
    else:
        settlement.finish(project, "settle", actor)
    return payment
