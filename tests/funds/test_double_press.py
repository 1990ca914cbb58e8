"""A button of money pressed twice counts once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app import clock
from app.funds import queries
from app.funds.models import Account
from app.funds.refusals import MoneyRefused
from app.funds.services import envelopes, settlement
from tests import make
from tests.funds import thread

pytestmark = pytest.mark.usefixtures("app")


def test_the_same_money_received_twice_in_a_minute_counts_once() -> None:
    year, finance = make.envelope(cents=0), make.actor("finance")

    for _ in range(2):
        envelopes.receive_funding(year, "Tours Métropole", 5_000_00, finance)

    assert queries.balances(year)[Account.AVAILABLE] == 5_000_00


def test_the_same_money_received_again_later_counts_again() -> None:
    year, finance = make.envelope(cents=0), make.actor("finance")
    envelopes.receive_funding(year, "Tours Métropole", 5_000_00, finance)

    with clock.told(clock.now() + timedelta(minutes=2)):
        envelopes.receive_funding(year, "Tours Métropole", 5_000_00, finance)

    assert queries.balances(year)[Account.AVAILABLE] == 10_000_00


def test_part_of_a_debt_given_back_is_not_written_twice() -> None:
    make.envelope()
    cast = thread.Cast()
    project = thread.judged(cast, 220_00)
    owed = settlement.ask_refund(project, cast.gestionnaire)
    settlement.record_refund(project, thread.order(100_00), cast.gestionnaire, seen=owed)

    with pytest.raises(MoneyRefused, match="debt_changed"):
        settlement.record_refund(project, thread.order(100_00), cast.gestionnaire, seen=owed)

    assert queries.balance_due(project) == -(owed - 100_00)
    assert project.state == "refund_due"
