"""The money of a project, to the cent, from the grant to the last release."""

import pytest

from app.db import lock
from app.funds import proof, queries
from app.funds.models import Account
from app.funds.queries import Position
from app.funds.refusals import MoneyRefused
from app.funds.services import settlement, signatures
from app.steps import services as steps
from tests import make
from tests.funds import thread

pytestmark = pytest.mark.usefixtures("app")


def test_six_hundred_granted_and_531_40_justified_pay_111_40_and_release_68_60() -> None:
    year = make.envelope(cents=1_000_00)
    cast = thread.Cast()
    project = thread.judged(cast, 500_00, 31_40, cents=600_00, advance=420_00)

    payment = settlement.settle(project, thread.order(111_40), cast.gestionnaire)

    assert payment.amount_cents == 111_40
    assert queries.position(project) == Position(justified=531_40)
    assert queries.balances(year)[Account.AVAILABLE] == 400_00 + 68_60
    assert project.state == "evaluation"
    assert list(proof.faults()) == []


def test_an_advance_above_what_was_justified_comes_back_before_the_accounts_are_squared() -> None:
    year = make.envelope(cents=1_000_00)
    cast = thread.Cast()
    project = thread.judged(cast, 300_00, cents=600_00, advance=420_00)

    owed = settlement.ask_refund(project, cast.gestionnaire)
    left = settlement.record_refund(project, thread.order(20_00), cast.gestionnaire)
    waiting = (project.state, queries.position(project).paid)
    settlement.record_refund(project, thread.order(100_00), cast.gestionnaire)

    assert (owed, left, waiting) == (120_00, 100_00, ("refund_due", 400_00))
    assert queries.position(project) == Position(justified=300_00)
    assert queries.balances(year)[Account.AVAILABLE] == 700_00
    assert project.state == "evaluation"
    assert list(proof.faults()) == []


def test_a_project_stopped_before_spending_gives_everything_back() -> None:
    year = make.envelope(cents=1_000_00)
    cast = thread.Cast()
    project = thread.reported(cast, cents=600_00, advance=420_00)

    settlement.ask_refund(project, cast.gestionnaire)
    settlement.record_refund(project, thread.order(420_00), cast.gestionnaire)

    assert queries.position(project) == Position()
    assert queries.balances(year)[Account.AVAILABLE] == 1_000_00
    assert project.state == "evaluation"
    assert list(proof.faults()) == []


def test_more_receipts_than_the_grant_pay_no_more_than_the_grant() -> None:
    make.envelope()
    cast = thread.Cast()
    project = thread.judged(cast, 900_00, cents=600_00, advance=420_00)

    settlement.settle(project, thread.order(180_00), cast.gestionnaire)

    assert queries.position(project) == Position(justified=600_00)


def test_nothing_is_settled_while_the_carriers_owe_money() -> None:
    make.envelope()
    cast = thread.Cast()
    project = thread.judged(cast, 300_00, cents=600_00, advance=420_00)

    with pytest.raises(MoneyRefused, match="refund_first") as refused:
        settlement.settle(project, thread.order(0), cast.gestionnaire)

    assert refused.value.cents == 120_00
    assert project.state == "report_review"


def test_more_than_what_is_owed_is_not_taken_back() -> None:
    make.envelope()
    cast = thread.Cast()
    project = thread.judged(cast, 300_00, cents=600_00, advance=420_00)
    settlement.ask_refund(project, cast.gestionnaire)

    with pytest.raises(MoneyRefused, match="refund_not_within"):
        settlement.record_refund(project, thread.order(120_01), cast.gestionnaire)

    assert queries.position(project).paid == 420_00


def test_a_balance_above_the_threshold_moves_with_the_second_signature_only() -> None:
    make.envelope()
    cast = thread.Cast()
    project = thread.judged(cast, 900_00, cents=900_00, advance=300_00)

    settlement.settle(project, thread.order(600_00), cast.gestionnaire)
    waiting = (project.state, queries.position(project))
    signatures.sign_second(project, cast.finance)

    assert waiting == ("report_review", Position(committed=600_00, paid=300_00))
    assert (project.state, queries.position(project)) == ("evaluation", Position(justified=900_00))


def test_a_correction_of_the_refund_request_lets_a_receipt_be_judged_again() -> None:
    make.envelope()
    cast = thread.Cast()
    project = thread.judged(cast, 300_00, cents=600_00, advance=420_00)
    settlement.ask_refund(project, cast.gestionnaire)

    steps.correct(project, cast.referent, "Un ticket a été oublié.")

    assert project.state == "report_review"
    assert queries.balance_due(project) == -120_00
    assert lock(type(project), project.id).granted_cents == 600_00
