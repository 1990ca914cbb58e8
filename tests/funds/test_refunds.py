"""Money to give back: by when, in how many times, forgiven by whom; and the reminders that leave once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app import clock
from app.accounts.models import Person, PreferredChannel
from app.db import open_transaction, session, transaction
from app.funds import proof, queries, refund_queries
from app.funds.queries import Position
from app.funds.refusals import MoneyRefused
from app.funds.services import refunds, reminders, settlement
from app.mail.models import Channel, Message
from app.projects.models import Project
from app.steps import services as steps
from tests import make
from tests.funds import thread

TODAY = clock.today()


@pytest.fixture
def cast(app) -> thread.Cast:
    make.envelope()
    return thread.Cast()


def owing(cast: thread.Cast) -> Project:
    """Return a project that owes 120 €."""
    project = thread.judged(cast, 300_00)
    settlement.ask_refund(project, cast.gestionnaire)
    return project


def in_days(days: int):
    """Pretend that it is ten in the morning, so many days from now."""
    return clock.told(clock.at_nine(TODAY + timedelta(days=days)) + timedelta(hours=1))


def test_a_debt_is_due_once_the_days_of_the_rules_have_passed(cast: thread.Cast) -> None:
    project = owing(cast)

    due = refund_queries.next_due(project)

    assert (due.cents, due.on, due.owed) == (120_00, TODAY + timedelta(days=30), 120_00)
    assert project.due_at.astimezone(clock.PARIS).date() == due.on


def test_a_debt_spread_over_three_months_comes_back_part_by_part(cast: thread.Cast) -> None:
    project = owing(cast)
    settlement.record_refund(project, thread.order(20_00), cast.gestionnaire)

    refunds.spread(project, 3, cast.gestionnaire)
    first = refund_queries.next_due(project)
    settlement.record_refund(project, thread.order(40_00), cast.gestionnaire)
    second = refund_queries.next_due(project)
    settlement.record_refund(project, thread.order(60_00), cast.gestionnaire)

    assert (first.cents, first.on, first.owed) == (33_34, TODAY + timedelta(days=30), 100_00)
    assert (second.cents, second.on, second.owed) == (26_67, TODAY + timedelta(days=60), 60_00)
    assert project.state == "evaluation"
    assert list(proof.faults()) == []


def test_finance_forgives_with_a_reason_and_the_gestionnaire_closes(cast: thread.Cast) -> None:
    project = owing(cast)

    for who, reason, why in ((cast.gestionnaire, "Non.", "finance_only"), (cast.finance, " ", "reason_missing")):
        with pytest.raises(MoneyRefused, match=why):
            refunds.waive(project, 120_00, reason, who)
    left = refunds.waive(project, 100_00, "Famille expulsée.", cast.finance)
    with pytest.raises(MoneyRefused, match="refund_first"):
        settlement.close_refund(project, cast.gestionnaire)
    refunds.waive(project, 20_00, "Famille expulsée.", cast.finance)
    settlement.close_refund(project, cast.gestionnaire)

    assert left == 20_00
    assert queries.position(project) == Position(justified=300_00, waived=120_00)
    assert project.state == "evaluation"
    assert list(proof.faults()) == []


def test_what_was_forgiven_is_not_paid_when_a_receipt_turns_up(cast: thread.Cast) -> None:
    project = owing(cast)
    refunds.waive(project, 120_00, "Famille expulsée.", cast.finance)
    steps.correct(project, cast.referent, "Un ticket a été retrouvé.")
    steps.perform(project, "return_report", cast.gestionnaire, note="Ajoutez-le.")

    thread.receipt(project, 150_00, cast.carrier)
    for expense in queries.expenses_of(project):
        expense.eligible = True

    assert queries.balance_due(project) == 30_00


def test_a_request_taken_back_leaves_no_debt(cast: thread.Cast) -> None:
    project = owing(cast)

    steps.correct(project, cast.referent, "Erreur.")

    assert refund_queries.refund_of(project) is None
    assert settlement.ask_refund(project, cast.gestionnaire) == 120_00


def test_each_reminder_of_a_refund_leaves_once_then_somebody_calls(cast: thread.Cast) -> None:
    _reachable(cast)
    project = owing(cast)
    told = {}

    for day in (1, 23, 24, 30, 37, 51, 52):
        with in_days(day):
            told[day] = reminders.remind()

    assert told == {1: 0, 23: 1, 24: 0, 30: 1, 37: 1, 51: 1, 52: 0}
    last = make.last_letter(cast.carrier)
    assert (last.channel, project.title in last.subject) == (Channel.CALL, True)


def test_a_report_is_asked_for_after_15_30_and_45_days_in_the_daytime_only(cast: thread.Cast) -> None:
    _reachable(cast)
    project = thread.funded(cast)
    steps.perform(project, "call_off", cast.carrier, note="Il a plu.")
    before = session().query(Message).count()

    with clock.told(clock.at_nine(TODAY + timedelta(days=15)) - timedelta(hours=4)):
        at_night = reminders.remind()
    told = []
    for day in (14, 15, 16, 31, 47, 60, 61):
        with in_days(day):
            told.append(reminders.remind())

    assert (at_night, told) == (0, [0, 1, 0, 1, 1, 1, 0])
    assert session().query(Message).count() - before == 4


def test_the_reminders_of_a_report_follow_the_days_that_the_rules_give(cast: thread.Cast) -> None:
    _reachable(cast)
    project = thread.funded(cast)
    with open_transaction():
        project.report_days = 60
    steps.perform(project, "call_off", cast.carrier, note="Il a plu.")
    told = {}

    for day in (29, 30, 45, 59, 60, 74, 75):
        with in_days(day):
            told[day] = reminders.remind()

    assert told == {29: 0, 30: 1, 45: 1, 59: 0, 60: 1, 74: 0, 75: 1}


@transaction()
def _reachable(cast: thread.Cast) -> None:
    person = session().get(Person, cast.carrier.person_id)
    person.phone, person.preferred_channel = "+33611223344", PreferredChannel.SMS
