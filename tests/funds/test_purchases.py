"""What the fund pays during the works, so that nobody lends money to a project."""

from __future__ import annotations

import pytest

from app.funds import proof, queries
from app.funds.models import PaymentMode
from app.funds.payment_models import Plan
from app.funds.queries import Position
from app.funds.refusals import MoneyRefused
from app.funds.services import judging, purchases, reports, settlement, signatures
from app.funds.services.payments import Order
from app.funds.services.reports import Story
from app.projects.models import Project
from app.steps import services as steps
from tests import make
from tests.funds import thread

pytestmark = pytest.mark.usefixtures("app")


def invoice(cents: int, label: str = "Terreau", payee: str = "Jardinerie") -> Order:
    """Return a purchase as it is ordered."""
    return Order(cents, payee, PaymentMode.DIRECT_PURCHASE, label=label)


def back(cents: int) -> Order:
    """Return a reimbursement as it is ordered."""
    return Order(cents, "Amina Diallo", PaymentMode.REIMBURSEMENT)


def report(cast: thread.Cast, project: Project) -> None:
    """Stop the works and send the report."""
    steps.perform(project, "call_off", cast.carrier, note="Il a plu.")
    reports.write_report(project, Story("Nous avons planté.", 30, 8), cast.carrier)
    reports.send_report(project, cast.carrier)


def test_the_fund_buys_twice_and_nothing_passes_through_the_hands_of_residents() -> None:
    make.envelope()
    cast = thread.Cast()
    project = thread.agreed(cast, Plan.DIRECT_PURCHASE)

    purchases.buy(project, invoice(200_00), thread.picture(10), cast.gestionnaire)
    waiting = purchases.buy(project, invoice(350_00, "Bancs"), thread.picture(20), cast.gestionnaire)
    before = queries.receipts(project).count
    signatures.sign_second(project, cast.finance, "F-2026-12")
    report(cast, project)
    settlement.settle(project, thread.order(0), cast.gestionnaire)

    assert (before, queries.receipts(project).eligible) == (1, 550_00)
    assert (waiting.second_by_id, waiting.reference) == (cast.finance.person_id, "F-2026-12")
    assert queries.position(project) == Position(justified=550_00)
    assert project.state == "evaluation"
    assert list(proof.faults()) == []


def test_a_purchase_never_goes_beyond_the_grant_nor_is_its_invoice_refused_afterwards() -> None:
    make.envelope()
    cast = thread.Cast()
    project = thread.agreed(cast, Plan.DIRECT_PURCHASE)
    purchases.buy(project, invoice(250_00), thread.picture(), cast.gestionnaire)

    with pytest.raises(MoneyRefused, match="above_grant") as refused:
        purchases.buy(project, invoice(351_00), thread.picture(9), cast.gestionnaire)
    with pytest.raises(MoneyRefused, match="own_purchase"):
        judging.judge_receipt(
            project, queries.expenses_of(project)[0].id, cast.gestionnaire, eligible=False, reason="x"
        )

    assert refused.value.cents == 350_00
    assert queries.position(project).paid == 250_00


def test_a_person_is_reimbursed_ticket_after_ticket_and_the_rest_at_the_end() -> None:
    make.envelope()
    cast = thread.Cast()
    project = thread.agreed(cast, Plan.REIMBURSEMENT)
    thread.receipt(project, 120_00, cast.carrier)
    thread.receipt(project, 80_00, cast.carrier)
    first, second = queries.expenses_of(project)

    judging.judge_receipt(project, first.id, cast.gestionnaire, eligible=True)
    with pytest.raises(MoneyRefused, match="above_receipts"):
        purchases.reimburse(project, back(120_01), cast.gestionnaire)
    purchases.reimburse(project, back(120_00), cast.gestionnaire)
    during = (project.state, queries.position(project).paid)
    report(cast, project)
    judging.judge_receipt(project, second.id, cast.gestionnaire, eligible=True, cents=50_00, reason="Des cigarettes.")
    settlement.settle(project, thread.order(50_00), cast.gestionnaire)

    assert during == ("funded", 120_00)
    assert queries.position(project) == Position(justified=170_00)
    assert project.state == "evaluation"
    assert list(proof.faults()) == []


def test_who_got_an_advance_is_not_reimbursed_before_the_end() -> None:
    make.envelope()
    cast = thread.Cast()
    project = thread.funded(cast)
    thread.receipt(project, 10_00, cast.carrier)

    with pytest.raises(MoneyRefused, match="not_yours"):
        purchases.reimburse(project, back(10_00), cast.gestionnaire)

    assert queries.position(project).paid == 420_00


def test_rules_that_forbid_direct_purchases_are_obeyed() -> None:
    make.envelope(make.fund(payment_modes=["transfer", "cheque"]))
    cast = thread.Cast()
    project = thread.funded(cast)

    with pytest.raises(MoneyRefused, match="mode_forbidden"):
        purchases.buy(project, invoice(10_00), thread.picture(), cast.gestionnaire)

    assert queries.position(project).paid == 420_00


def test_a_refused_second_signature_says_why_to_who_prepared_the_order() -> None:
    make.envelope()
    cast = thread.Cast()
    project = thread.awaited(cast)

    with pytest.raises(MoneyRefused, match="reason_missing"):
        signatures.drop_order(project, cast.finance)
    signatures.drop_order(project, cast.finance, "Le RIB n'est pas celui de l'association.")

    (dropped,) = queries.payments_of(project)
    assert (dropped.voided_by_id, dropped.paid_at) == (cast.finance.person_id, None)
    assert "Le RIB n'est pas celui" in make.last_letter(cast.gestionnaire).body
    assert queries.position(project).committed == 600_00
