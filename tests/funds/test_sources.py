"""Money has a source: who gave it, for what purpose, and every movement follows it."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from app.db import session
from app.funds import proof, queries
from app.funds.models import Account, Balance, Cause, Earmark, FundingSource, FundYear, LedgerEntry, SourceKind
from app.funds.queries import Position
from app.funds.refusals import BudgetExceeded, MoneyRefused
from app.funds.services import envelopes, reserve, settlement, training
from app.funds.services.envelopes import Terms
from app.projects.models import Origin
from app.steps.actor import SYSTEM
from tests import make
from tests.funds import thread

pytestmark = pytest.mark.usefixtures("app")

EUROS = 100


def _given(year: FundYear, organisation: str, cents: int, **terms: object) -> int:
    return envelopes.receive_funding(year, organisation, cents, SYSTEM, Terms(**terms)).source_id


def _held(source_id: int) -> dict[Account, int]:
    rows = session().execute(
        sa.select(Balance.account, sa.func.sum(Balance.amount_cents))
        .where(Balance.source_id == source_id)
        .group_by(Balance.account)
    )
    return {account: int(total) for account, total in rows if total}


def _two_sources() -> tuple[FundYear, int, int]:
    """Open a year whose Sanitas money covers 200 € of a grant, the State the rest."""
    year = make.envelope(cents=0)
    kept = _given(
        year, "Bailleur", 200 * EUROS, earmark=Earmark.NEIGHBOURHOOD, neighbourhood_id=make.neighbourhood().id
    )
    return year, kept, _given(year, "État", 800 * EUROS, kind=SourceKind.STATE)


def test_the_worked_example_is_exact_in_each_of_two_sources() -> None:
    year, kept, state = _two_sources()
    cast = thread.Cast()
    project = thread.judged(cast, 531_40, cents=600_00, advance=420_00)

    settlement.settle(project, thread.order(111_40), cast.gestionnaire)

    assert queries.position(project) == Position(justified=531_40)
    assert queries.balances(year)[Account.AVAILABLE] == 400_00 + 68_60
    kept_side, state_side = _held(kept), _held(state)
    assert kept_side[Account.JUSTIFIED] + state_side[Account.JUSTIFIED] == 531_40
    assert kept_side[Account.AVAILABLE] + kept_side[Account.JUSTIFIED] == 200_00
    assert (kept_side[Account.JUSTIFIED], state_side[Account.JUSTIFIED]) == (177_13, 354_27)
    assert list(proof.faults()) == []


def test_money_kept_for_another_neighbourhood_pays_nothing_here() -> None:
    year = make.envelope(cents=100_00)
    elsewhere = make.neighbourhood("Europe")
    _given(year, "Bailleur", 900_00, earmark=Earmark.NEIGHBOURHOOD, neighbourhood_id=elsewhere.id)
    project = make.project(fund_id=year.fund_id)

    with pytest.raises(BudgetExceeded) as refused:
        reserve(project, 600_00, SYSTEM)

    assert refused.value.missing_cents == 500_00


@pytest.mark.parametrize(("from_meeting", "left"), [(True, 400_00), (False, 1_000_00)])
def test_only_an_idea_born_in_a_dialogue_space_draws_on_the_money_of_dialogue(from_meeting: bool, left: int) -> None:
    year = make.envelope(cents=1_000_00)
    dialogue = _given(year, "Ville", 1_000_00, earmark=Earmark.DIALOGUE)
    born = {"origin": Origin.MEETING, "origin_meeting_id": make.meeting().id} if from_meeting else {}

    reserve(make.project(fund_id=year.fund_id, **born), 600_00, SYSTEM)

    assert _held(dialogue)[Account.AVAILABLE] == left


def test_a_training_action_spends_its_own_money_first_and_gives_back_the_rest() -> None:
    year = make.envelope(cents=1_000_00)
    kept = _given(year, "Métropole", 300_00, earmark=Earmark.TRAINING)
    action = (7, "Animer sans parler à la place")

    training.engage_training(year, action, 400_00, SYSTEM)
    training.spend_on_training(action, 350_00, SYSTEM)
    training.release_training(action, SYSTEM)

    assert queries.balances(year)[Account.JUSTIFIED] == 350_00
    assert queries.balances(year)[Account.AVAILABLE] == 950_00
    assert _held(kept)[Account.JUSTIFIED] == 262_50
    assert list(proof.faults()) == []


def test_a_training_action_cannot_spend_more_than_it_set_aside() -> None:
    year = make.envelope(cents=1_000_00)
    training.engage_training(year, (7, "Oser"), 400_00, SYSTEM)

    with pytest.raises(BudgetExceeded):
        training.spend_on_training((7, "Oser"), 400_01, SYSTEM)

    assert queries.held_for_action(7) == 400_00


def test_two_arrivals_from_one_funder_are_one_source_and_two_purposes_are_two() -> None:
    year = make.envelope(cents=0)

    first = _given(year, "État", 100_00, reference="Virement 1")
    second = _given(year, " État ", 200_00, reference="Virement 2")
    third = _given(year, "État", 300_00, earmark=Earmark.TRAINING)

    assert first == second != third


def test_money_written_down_by_mistake_is_taken_back_by_a_counter_entry() -> None:
    year = make.envelope(cents=0)
    wrong = envelopes.receive_funding(year, "État", 900_00, SYSTEM)

    envelopes.correct_funding(wrong, "Le virement était de 90 €.", SYSTEM)

    assert queries.balances(year) == dict.fromkeys(Account, 0)
    assert year.entry_count == 2
    assert list(proof.faults()) == []
    with pytest.raises(MoneyRefused, match="funding_corrected"):
        envelopes.correct_funding(wrong, "Encore.", SYSTEM)


def test_money_that_is_granted_already_cannot_be_taken_back_as_a_mistake() -> None:
    year = make.envelope(cents=0)
    wrong = envelopes.receive_funding(year, "État", 900_00, SYSTEM)
    reserve(make.project(fund_id=year.fund_id), 600_00, SYSTEM)

    with pytest.raises(BudgetExceeded):
        envelopes.correct_funding(wrong, "Erreur.", SYSTEM)

    assert queries.balances(year)[Account.AVAILABLE] == 300_00


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ({"received_on": date(2099, 1, 1)}, "day_to_come"),
        ({"earmark": Earmark.NEIGHBOURHOOD}, "neighbourhood_missing"),
        ({"neighbourhood_id": 1}, "neighbourhood_missing"),
        ({"earmark": Earmark.NEIGHBOURHOOD, "neighbourhood_id": 99_999}, "neighbourhood_missing"),
    ],
)
def test_terms_that_do_not_hold_together_are_refused(terms: dict[str, object], code: str) -> None:
    make.neighbourhood()
    year = make.envelope(cents=0)

    with pytest.raises(MoneyRefused, match=code):
        _given(year, "État", 100_00, **terms)

    assert session().scalar(sa.select(sa.func.count()).select_from(FundingSource)) == 0


def test_money_is_not_kept_for_a_neighbourhood_of_another_city() -> None:
    there = make.neighbourhood("La Rabaterie", make.commune("Saint-Pierre-des-Corps", "37233"))
    year = make.envelope(cents=0)

    with pytest.raises(MoneyRefused, match="neighbourhood_missing"):
        _given(year, "État", 100_00, earmark=Earmark.NEIGHBOURHOOD, neighbourhood_id=there.id)


def test_every_movement_names_what_it_follows_from() -> None:
    _two_sources()
    cast = thread.Cast()
    project = thread.judged(cast, 531_40, cents=600_00, advance=420_00)
    settlement.settle(project, thread.order(111_40), cast.gestionnaire)

    entries = session().scalars(sa.select(LedgerEntry).order_by(LedgerEntry.id)).all()

    named = {entry.cause: bool(entry.funding_id or entry.payment_id or entry.project_id) for entry in entries}
    assert all(named.values())
    assert {entry.cause for entry in entries if entry.payment_id} == {Cause.ADVANCE, Cause.BALANCE}
