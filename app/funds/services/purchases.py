"""What the fund pays during the works: things it buys itself, and what people paid and proved."""

from __future__ import annotations

from dataclasses import replace

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
from app.projects.services.attachments import Shown
from app.steps.actor import Actor


def buy(project: Project, wanted: Order, invoice: FileStorage | StoredFile, actor: Actor) -> Payment:
    """Order a direct purchase from a supplier, on its invoice: no money passes through the hands of a resident.

    An invoice received before is taken as it is: a file is slow to receive, and is received outside transactions.
    Raises MoneyRefused when it is not the moment or the person, nothing says what is bought, or the grant does not
    cover it; FileRefused for an invoice that cannot be kept; and what `payments.order` raises.
    """
    if not policy.can_buy(project, actor):
        raise MoneyRefused("not_yours")
    stored = invoice if isinstance(invoice, StoredFile) else files.receive(invoice)
    return _buy(project, wanted, stored, actor)


@transaction()
def reimburse(project: Project, wanted: Order, actor: Actor) -> Payment:
    """Order the reimbursement of receipts already accepted, before the end of the works.

    Raises MoneyRefused above min(granted, accepted) − paid, when it is not the moment or the person, and what
    `payments.order` raises.
    """
    lock(Project, project.id)
    if not policy.can_reimburse(project, actor):
        raise MoneyRefused("not_yours")
    due = max(queries.balance_due(project), 0)
    if wanted.cents > due:
        raise MoneyRefused("above_receipts", due)
    return payments.order(project, PaymentKind.REIMBURSEMENT, wanted, actor)


@transaction()
def _buy(project: Project, wanted: Order, invoice: StoredFile, actor: Actor) -> Payment:
    lock(Project, project.id)
    if not policy.can_buy(project, actor):
        raise MoneyRefused("not_yours")
    if not wanted.label.strip():
        raise MoneyRefused("purchase_unnamed")
    left = queries.position(project).committed
    if wanted.cents > left:
        raise MoneyRefused("above_grant", left)
    kept = attachments.keep(project, invoice, "receipt", actor, Shown(caption=wanted.payee))
    return payments.order(project, PaymentKind.PURCHASE, replace(wanted, invoice_id=kept.id), actor)
