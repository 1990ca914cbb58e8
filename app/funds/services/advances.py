"""From the signed agreement to the first payment."""

from __future__ import annotations

from werkzeug.datastructures import FileStorage

from app import files
from app.db import lock, transaction
from app.files import StoredFile
from app.funds import policy, queries
from app.funds.models import Payment, PaymentKind
from app.funds.refusals import MoneyRefused
from app.funds.services import payments
from app.funds.services.payments import Order
from app.projects.models import Project
from app.projects.services import attachments
from app.steps import services as steps
from app.steps.actor import Actor


def sign_agreement(project: Project, upload: FileStorage, actor: Actor) -> None:
    """Keep the signed agreement and commit the grant.

    Raises MoneyRefused when the person may not, FileRefused when the file cannot be kept.
    """
    if not policy.can_order(project, actor):
        raise MoneyRefused("not_yours")
    _sign(project, files.receive(upload), actor)


@transaction()
def pay_advance(project: Project, wanted: Order, actor: Actor) -> Payment:
    """Order the advance; without a second signature to wait for, it is paid and the project is funded.

    Raises MoneyRefused above the advance rate of the rules (invariant 8), and what `payments.order` raises.
    """
    lock(Project, project.id)
    if project.state != "signed":
        raise MoneyRefused("wrong_moment")
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
def complete(project: Project, payment: Payment, actor: Actor) -> None:
    """Move the project on once its advance is paid."""
    details = {"cents": payment.amount_cents, "payment": payment.id}
    steps.perform(project, "pay_advance", actor, details=details)


@transaction()
def _sign(project: Project, agreement: StoredFile, actor: Actor) -> None:
    attachments.add_document(project, agreement, "signed_agreement", actor)
    steps.perform(project, "sign", actor)
