"""Nobody pays themselves, and two people are two people."""

import pytest

from app.accounts.models import Person
from app.db import session
from app.funds import queries
from app.funds.queries import Position
from app.funds.refusals import MoneyRefused
from app.funds.services import advances, judging, receipts, settlement, signatures
from app.steps import services as steps
from app.steps.actor import Actor
from tests import make
from tests.funds import thread

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def cast(app) -> thread.Cast:
    make.envelope()
    return thread.Cast()


def _also_gestionnaire(actor: Actor) -> None:
    make.role(session().get(Person, actor.person_id), "gestionnaire")


def test_who_orders_a_payment_does_not_sign_it_second(cast: thread.Cast) -> None:
    project = thread.awaited(cast)

    with pytest.raises(MoneyRefused, match="same_person"):
        signatures.sign_second(project, cast.gestionnaire)

    assert queries.position(project) == Position(committed=600_00)


def test_another_gestionnaire_may_sign_second(cast: thread.Cast) -> None:
    project = thread.awaited(cast)

    signatures.sign_second(project, make.actor("gestionnaire"))

    assert project.state == "funded"


@pytest.mark.parametrize("role", ["referent", "committee_secretary", "metro_admin", "helper"])
def test_no_other_role_orders_or_signs(cast: thread.Cast, role: str) -> None:
    project, other = thread.signed(cast), thread.awaited(cast)
    someone = make.actor(role)

    with pytest.raises(MoneyRefused, match="not_yours"):
        advances.pay_advance(project, thread.order(100_00), someone)
    with pytest.raises(MoneyRefused, match="not_yours"):
        signatures.sign_second(other, someone)

    assert queries.position(project).paid == queries.position(other).paid == 0


def test_a_carrier_who_is_also_gestionnaire_does_not_pay_their_own_project(cast: thread.Cast) -> None:
    project = thread.signed(cast)
    _also_gestionnaire(cast.carrier)

    with pytest.raises(MoneyRefused, match="not_yours"):
        advances.pay_advance(project, thread.order(100_00), cast.carrier)

    assert queries.position(project).paid == 0


def test_a_carrier_who_is_also_gestionnaire_does_not_record_the_agreement_by_the_project_page(
    cast: thread.Cast,
) -> None:
    project = thread.granted(cast)
    make.document(project, "signed_agreement", cast.gestionnaire)
    _also_gestionnaire(cast.carrier)

    with pytest.raises(steps.ActionRefused) as refused:
        steps.perform(project, "sign", cast.carrier)

    assert refused.value.obstacles[0].kind == "role"
    assert project.state == "granted"


def test_a_carrier_who_is_also_gestionnaire_does_not_judge_their_own_receipts(cast: thread.Cast) -> None:
    project = thread.reported(cast, 100_00)
    _also_gestionnaire(cast.carrier)
    receipt = queries.expenses_of(project)[0]

    with pytest.raises(MoneyRefused, match="not_yours"):
        judging.judge_receipt(project, receipt.id, cast.carrier, eligible=True)

    assert receipt.eligible is None


def test_a_helper_adds_a_receipt_for_a_carrier_but_orders_nothing_for_a_gestionnaire(cast: thread.Cast) -> None:
    project, other = thread.funded(cast), thread.signed(cast)
    helper = make.actor("helper")

    thread.receipt(project, 10_00, Actor(helper.person_id, cast.carrier.person_id))
    with pytest.raises(MoneyRefused, match="not_yours"):
        advances.pay_advance(other, thread.order(1_00), Actor(helper.person_id, cast.gestionnaire.person_id))

    assert queries.receipts(project).declared == 10_00


def test_a_receipt_of_another_project_cannot_be_judged_by_its_number(cast: thread.Cast) -> None:
    mine, other = thread.reported(cast, 100_00), thread.reported(cast, 50_00)
    theirs = queries.expenses_of(other)[0]

    with pytest.raises(MoneyRefused, match="receipt_unknown"):
        judging.judge_receipt(mine, theirs.id, cast.gestionnaire, eligible=True)

    assert theirs.eligible is None


def test_a_second_order_waits_for_the_first(cast: thread.Cast) -> None:
    project = thread.awaited(cast)

    with pytest.raises(MoneyRefused, match="order_awaited"):
        advances.pay_advance(project, thread.order(100_00), cast.gestionnaire)

    assert len(queries.payments_of(project)) == 1


def test_an_order_dropped_before_the_second_signature_lets_another_be_made(cast: thread.Cast) -> None:
    project = thread.awaited(cast)

    signatures.drop_order(project, cast.gestionnaire)
    advances.pay_advance(project, thread.order(300_00), cast.gestionnaire)

    assert (project.state, queries.position(project).paid) == ("funded", 300_00)


def test_a_cancelled_grant_takes_its_waiting_order_with_it(cast: thread.Cast) -> None:
    project = thread.awaited(cast)

    steps.perform(project, "cancel", cast.carrier, note="Nous renonçons.")

    assert queries.awaited_payment(project) is None
    with pytest.raises(MoneyRefused, match="no_order"):
        signatures.sign_second(project, cast.finance)


def test_up_to_the_threshold_one_person_is_enough(cast: thread.Cast) -> None:
    project = thread.signed(cast)

    payment = advances.pay_advance(project, thread.order(300_00), cast.gestionnaire)

    assert (payment.needs_second, project.state) == (False, "funded")


def test_without_an_advance_everything_is_paid_at_the_end(cast: thread.Cast) -> None:
    project = thread.signed(cast)

    advances.fund_without_advance(project, "Achat direct par l'association.", cast.gestionnaire)

    assert (project.state, queries.position(project)) == ("funded", Position(committed=600_00))


def test_receipts_are_judged_only_once_the_report_is_sent(cast: thread.Cast) -> None:
    project = thread.funded(cast)
    receipt = thread.receipt(project, 10_00, cast.carrier)

    with pytest.raises(MoneyRefused, match="not_yours"):
        judging.judge_receipt(project, receipt.id, cast.gestionnaire, eligible=True)

    assert receipt.eligible is None


def test_nothing_is_settled_while_a_receipt_waits(cast: thread.Cast) -> None:
    project = thread.reported(cast, 531_40)

    with pytest.raises(MoneyRefused, match="receipts_unjudged"):
        settlement.settle(project, thread.order(0), cast.gestionnaire)

    assert project.state == "report_review"


def test_a_judged_receipt_is_not_removed(cast: thread.Cast) -> None:
    project = thread.judged(cast, 531_40)
    steps.perform(project, "return_report", cast.gestionnaire, note="Il manque un ticket.")
    receipt = queries.expenses_of(project)[0]

    with pytest.raises(MoneyRefused, match="receipt_judged"):
        receipts.remove_receipt(project, receipt.id, cast.carrier)

    assert queries.receipts(project).count == 1
