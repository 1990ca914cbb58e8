"""Receipts: several photos at once, accepted together, in part, again, sworn, or found twice."""

from __future__ import annotations

import pytest

from app import clock
from app.funds import queries, receipt_queries
from app.funds.refusals import MoneyRefused
from app.funds.services import judging, receipts, reports
from app.funds.services.receipts import Receipt
from app.funds.services.reports import Story
from app.projects.models import Project
from app.steps import services as steps
from tests import make
from tests.funds import thread


@pytest.fixture
def cast(app) -> thread.Cast:
    make.envelope()
    return thread.Cast()


def told(cents: int, supplier: str = "Jardinerie", statement: str = "") -> Receipt:
    """Return a receipt of today."""
    return Receipt(clock.today(), supplier, "Terreau", cents, statement)


def sent(cast: thread.Cast, project: Project) -> None:
    """Send the report of a project."""
    steps.perform(project, "call_off", cast.carrier, note="Il a plu.")
    reports.write_report(project, Story("Nous avons planté.", 30, 8), cast.carrier)
    reports.send_report(project, cast.carrier)


def test_photos_sent_together_wait_for_their_amounts_before_the_report_can_go(cast: thread.Cast) -> None:
    project = thread.funded(cast)

    kept = receipts.send_photos(project, [thread.picture(1), thread.picture(90), thread.picture(90)], cast.carrier)
    first, second = receipt_queries.photos_waiting(project)
    receipts.record_receipt(project, told(10_00), cast.carrier, photo_id=first.id)
    with pytest.raises(steps.ActionRefused) as refused:
        sent(cast, project)
    receipts.set_photo_aside(project, second.id, cast.carrier)
    reports.send_report(project, cast.carrier)

    assert kept == 2
    assert refused.value.obstacles[0].code == "receipts_recorded"
    assert [row.attachment_id for row in queries.expenses_of(project)] == [first.id]
    assert project.state == "report_review"


def test_what_is_clear_is_accepted_together_and_each_may_be_looked_at_again(cast: thread.Cast) -> None:
    project = thread.funded(cast)
    for shade, cents in ((1, 10_00), (60, 20_00), (120, 30_00)):
        receipts.record_receipt(project, told(cents), cast.carrier, thread.picture(shade))
    receipts.record_receipt(project, told(5_00, "Marché"), cast.carrier)
    sent(cast, project)

    done = judging.accept_all(project, cast.gestionnaire)
    judging.take_back(project, queries.expenses_of(project)[0].id, cast.gestionnaire)

    assert done == (3, 1)
    assert (queries.receipts(project).eligible, queries.receipts(project).unjudged) == (50_00, 2)


def test_the_same_photo_or_the_same_purchase_is_shown_as_perhaps_counted_twice(cast: thread.Cast) -> None:
    other, project = thread.funded(cast, 600_00), thread.funded(cast, 600_00)
    receipts.record_receipt(other, told(9_00), cast.carrier, thread.picture(77))
    receipts.record_receipt(project, told(15_00), cast.carrier, thread.picture(77))
    receipts.record_receipt(project, told(9_00, "JARDINERIE"), cast.carrier, thread.picture(78))
    receipts.record_receipt(project, told(8_00), cast.carrier, thread.picture(79))
    sent(cast, project)

    doubles = receipt_queries.doubles_of(project)
    done = judging.accept_all(project, cast.gestionnaire)

    same_photo, same_purchase, _alone = queries.expenses_of(project)
    assert {key: (one.ref, one.same_photo) for key, one in doubles.items()} == {
        same_photo.id: (other.ref, True),
        same_purchase.id: (other.ref, False),
    }
    assert done == (1, 2)


def test_a_photo_that_cannot_be_read_is_asked_again_and_comes_back(cast: thread.Cast) -> None:
    project = thread.funded(cast)
    receipts.record_receipt(project, told(9_00), cast.carrier, thread.picture(1))
    sent(cast, project)
    (expense,) = queries.expenses_of(project)

    judging.ask_again(project, expense.id, "On ne voit pas le montant.", cast.gestionnaire)
    letter = make.last_letter(cast.carrier).body
    receipts.send_again(project, expense.id, thread.picture(200), cast.carrier)

    assert "On ne voit pas le montant." in letter
    assert (expense.asked_again, len(project.attachments)) == ("", 3)
    assert judging.accept_all(project, cast.gestionnaire) == (1, 0)


def test_lost_receipts_are_sworn_to_up_to_fifty_euros_and_judged_one_by_one(cast: thread.Cast) -> None:
    project = thread.funded(cast)
    receipts.record_receipt(project, told(30_00, "Marché", "Payé en espèces."), cast.carrier)

    with pytest.raises(MoneyRefused, match="sworn_too_much") as refused:
        receipts.record_receipt(project, told(20_01, "Marché", "Payé en espèces."), cast.carrier)
    sent(cast, project)

    assert refused.value.cents == 20_00
    assert judging.accept_all(project, cast.gestionnaire) == (0, 1)


def test_a_part_of_a_receipt_is_accepted_with_a_reason(cast: thread.Cast) -> None:
    project = thread.reported(cast, 100_00)
    (expense,) = queries.expenses_of(project)

    with pytest.raises(MoneyRefused, match="reason_missing"):
        judging.judge_receipt(project, expense.id, cast.gestionnaire, eligible=True, cents=60_00)
    with pytest.raises(MoneyRefused, match="part_not_within"):
        judging.judge_receipt(project, expense.id, cast.gestionnaire, eligible=True, cents=100_01, reason="Trop.")
    judging.judge_receipt(project, expense.id, cast.gestionnaire, eligible=True, cents=60_00, reason="Deux glaces.")

    assert queries.balance_due(project) == 60_00 - 420_00


def test_a_carrier_neither_judges_nor_sends_again_on_the_project_of_another(cast: thread.Cast) -> None:
    project = thread.reported(cast, 100_00)
    (expense,) = queries.expenses_of(project)

    for act in (
        lambda: receipts.send_again(project, expense.id, thread.picture(), make.actor()),
        lambda: judging.accept_all(project, cast.carrier),
        lambda: judging.ask_again(project, expense.id, "Flou.", cast.referent),
    ):
        with pytest.raises(MoneyRefused, match="not_yours"):
            act()

    assert expense.eligible is None
