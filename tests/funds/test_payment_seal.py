"""The database itself refuses a payment that the rules, the receipts or the grant do not allow."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError

from app import clock
from app.db import session, transaction
from app.funds.models import Payment, PaymentKind, PaymentMode
from app.funds.payment_models import Plan
from app.projects.models import Project
from tests import make
from tests.funds import thread


@transaction()
def _stored(project: Project, kind: PaymentKind, mode: PaymentMode, cents: int) -> None:
    session().add(
        Payment(
            project_id=project.id, kind=kind, mode=mode, payee="Moi", amount_cents=cents, ordered_by_id=1,
            ordered_at=clock.now(), paid_at=clock.now(),
        )
    )  # fmt: skip


@pytest.mark.parametrize(
    ("plan", "kind", "mode", "cents"),
    [
        (Plan.ADVANCE, PaymentKind.ADVANCE, PaymentMode.CHEQUE, 420_01),
        (Plan.REIMBURSEMENT, PaymentKind.ADVANCE, PaymentMode.CHEQUE, 1),
        (Plan.DIRECT_PURCHASE, PaymentKind.PURCHASE, PaymentMode.DIRECT_PURCHASE, 600_01),
        (Plan.REIMBURSEMENT, PaymentKind.REIMBURSEMENT, PaymentMode.REIMBURSEMENT, 1),
        (Plan.ADVANCE, PaymentKind.BALANCE, PaymentMode.CHEQUE, 1),
        (Plan.ADVANCE, PaymentKind.REFUND, PaymentMode.CHEQUE, 1),
        (Plan.ADVANCE, PaymentKind.ADVANCE, PaymentMode.TRANSFER, 1),
        (Plan.ADVANCE, PaymentKind.ADVANCE, PaymentMode.CHEQUE, -5),
    ],
)
def test_a_payment_against_the_rules_is_not_stored(app, plan, kind, mode, cents) -> None:
    make.envelope(make.fund(payment_modes=["cheque", "direct_purchase", "reimbursement"]))
    project = thread.agreed(thread.Cast(), plan)

    with pytest.raises(IntegrityError):
        _stored(project, kind, mode, cents)

    assert session().query(Payment).count() == 0
