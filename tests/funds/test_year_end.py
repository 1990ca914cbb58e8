"""A year is closed once, by two people; nothing is lost, and grants in hand go on being paid."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app import clock
from app.accounts.models import Scope
from app.db import open_transaction, session
from app.funds import proof, queries
from app.funds.carry import Terms as Carry
from app.funds.ledger_models import Posting
from app.funds.models import Account, CarryRule, Cause, Earmark, FundingSource, FundYear
from app.funds.refusals import BudgetExceeded, MoneyRefused
from app.funds.services import envelopes, posting, reserve, settlement, year_end
from app.funds.services.envelopes import Terms
from app.funds.services.posting import Why
from app.steps import services as steps
from app.steps.actor import SYSTEM, Actor
from tests import make
from tests.funds import thread

pytestmark = pytest.mark.usefixtures("app")

LAST_AUTUMN, NEW_YEAR = datetime(2025, 10, 1, 9, tzinfo=UTC), datetime(2026, 1, 12, 9, tzinfo=UTC)


@pytest.fixture
def cast(app: object) -> thread.Cast:
    """Bring those who handle the money."""
    return thread.Cast()


@pytest.fixture
def year(app: object) -> Iterator[FundYear]:
    """Open 2025, then live in January 2026."""
    with clock.told(LAST_AUTUMN):
        opened = make.envelope(cents=0)
    with clock.told(NEW_YEAR):
        yield opened


def _given(year: FundYear, organisation: str, cents: int, **terms: object) -> FundingSource:
    funding = envelopes.receive_funding(year, organisation, cents, SYSTEM, Terms(**terms))
    return session().get_one(FundingSource, funding.source_id)


def _close(year: FundYear, cast: thread.Cast) -> None:
    year_end.ask_closing(year, cast.gestionnaire)
    year_end.close_year(year, year_end.preview(year).mark, cast.finance)


def _next(year: FundYear) -> FundYear:
    return queries.year_of(year.fund_id, year.year + 1)


def test_what_is_unused_goes_on_or_returns_as_each_source_says(year: FundYear, cast: thread.Cast) -> None:
    _given(year, "État", 1_000_00, carry=Carry(CarryRule.NONE))
    _given(year, "Ville", 500_00)
    _given(year, "CAF", 400_00, carry=Carry(CarryRule.UP_TO, 30))
    seen = year_end.preview(year)

    _close(year, cast)

    assert (seen.carried, seen.to_return) == (500_00 + 120_00, 1_000_00 + 280_00)
    held, opened = queries.balances(year), queries.balances(_next(year))
    assert (held[Account.AVAILABLE], held[Account.TO_RETURN], held[Account.CARRIED_OVER]) == (0, 1_280_00, 620_00)
    assert (opened[Account.OPENING], opened[Account.AVAILABLE]) == (-620_00, 620_00)
    assert list(proof.faults()) == []


def test_money_carried_over_keeps_its_purpose_and_pays_before_new_money(year: FundYear, cast: thread.Cast) -> None:
    place = make.neighbourhood()
    _given(year, "Bailleur", 300_00, earmark=Earmark.NEIGHBOURHOOD, neighbourhood_id=place.id)
    _given(year, "Ville", 300_00)
    _close(year, cast)
    new = _given(_next(year), "Ville", 1_000_00)

    reserve(make.project(fund_id=year.fund_id), 500_00, SYSTEM)

    carried = session().scalars(sa.select(FundingSource).where(FundingSource.carried_from_id.is_not(None))).all()
    assert {(it.organisation, it.earmark) for it in carried} == {
        ("Bailleur", Earmark.NEIGHBOURHOOD),
        ("Ville", Earmark.GENERAL),
    }
    assert not session().scalar(sa.select(Posting.id).filter_by(source_id=new.id, account=Account.RESERVED))


def test_a_grant_of_the_closed_year_is_paid_from_it_and_its_rest_goes_on(cast: thread.Cast) -> None:
    with clock.told(LAST_AUTUMN):
        year = make.envelope(cents=1_000_00)
        project = thread.funded(cast)
    with clock.told(NEW_YEAR):
        _close(year, cast)
        before = queries.balances(_next(year))[Account.AVAILABLE]

        thread.finished(project, cast, 531_40)
        settlement.settle(project, thread.order(111_40), cast.gestionnaire)

    assert (before, queries.balances(_next(year))[Account.AVAILABLE]) == (400_00, 468_60)
    assert queries.balances(year)[Account.JUSTIFIED] == 531_40
    assert queries.balances(year)[Account.AVAILABLE] == 0
    assert list(proof.faults()) == []


def test_a_grant_given_up_after_the_closing_cannot_be_taken_again(cast: thread.Cast) -> None:
    with clock.told(LAST_AUTUMN):
        year = make.envelope(cents=1_000_00)
        project = thread.signed(cast)
    with clock.told(NEW_YEAR):
        _close(year, cast)
        steps.perform(project, "cancel", cast.carrier, note="Nous renonçons.")

        with pytest.raises(steps.ActionRefused):
            steps.correct(project, cast.referent, "Finalement si.")

    assert queries.balances(_next(year))[Account.AVAILABLE] == 1_000_00
    assert list(proof.faults()) == []


def test_one_person_alone_does_not_close_a_year(year: FundYear, cast: thread.Cast) -> None:
    _given(year, "État", 100_00)
    mark = year_end.preview(year).mark
    with pytest.raises(MoneyRefused, match="closing_not_asked"):
        year_end.close_year(year, mark, cast.finance)
    year_end.ask_closing(year, cast.gestionnaire)

    with pytest.raises(MoneyRefused, match="same_closer"):
        year_end.close_year(year, mark, cast.gestionnaire)

    assert session().get_one(FundYear, year.id).closed_at is None


def test_accounts_that_changed_since_they_were_read_are_read_again(year: FundYear, cast: thread.Cast) -> None:
    _given(year, "État", 100_00)
    year_end.ask_closing(year, cast.gestionnaire)
    mark = year_end.preview(year).mark
    _given(year, "Ville", 100_00)

    with pytest.raises(MoneyRefused, match="closing_changed"):
        year_end.close_year(year, mark, cast.finance)


def test_a_year_that_is_not_over_is_not_closed(cast: thread.Cast) -> None:
    year = make.envelope()

    with pytest.raises(MoneyRefused, match="year_not_over"):
        year_end.ask_closing(year, cast.gestionnaire)


def test_a_year_is_closed_once_and_before_the_next(year: FundYear, cast: thread.Cast) -> None:
    _given(year, "État", 100_00)
    with clock.told(datetime(2027, 2, 1, tzinfo=UTC)):
        later = make.envelope(year.fund, year=2026)
        with pytest.raises(MoneyRefused, match="earlier_year_open"):
            year_end.ask_closing(later, cast.gestionnaire)
    _close(year, cast)

    with pytest.raises(MoneyRefused, match="year_over"):
        year_end.ask_closing(year, cast.gestionnaire)


def test_somebody_of_another_city_closes_nothing(year: FundYear) -> None:
    elsewhere = make.commune("Saint-Pierre-des-Corps", "37233")
    person = make.person("Rémi")
    make.role(person, "gestionnaire", Scope.COMMUNE, elsewhere.id)

    with pytest.raises(MoneyRefused, match="not_yours"):
        year_end.ask_closing(year, Actor(person.id))


def test_the_database_itself_refuses_money_in_a_closed_year(year: FundYear, cast: thread.Cast) -> None:
    source = _given(year, "État", 100_00)
    _close(year, cast)
    lines = posting.moved([(source.id, 5_00)], (Account.SOURCE, Account.AVAILABLE))

    with pytest.raises(IntegrityError, match="the year is closed"):
        posting.post(year, Why(Cause.FUNDING), lines, SYSTEM)

    with pytest.raises(MoneyRefused, match="year_over"):
        envelopes.receive_funding(year, "État", 100_00, SYSTEM)


def test_the_database_itself_refuses_to_open_a_year_again(year: FundYear, cast: thread.Cast) -> None:
    _given(year, "État", 100_00)
    _close(year, cast)

    with pytest.raises(IntegrityError, match="never reopened"), open_transaction():
        session().execute(sa.update(FundYear).where(FundYear.id == year.id).values(closed_at=None, closed_by_id=None))


def test_the_database_itself_refuses_one_person_as_both(year: FundYear, cast: thread.Cast) -> None:
    alone = cast.finance.person_id

    with pytest.raises(IntegrityError), open_transaction():
        session().execute(
            sa.update(FundYear)
            .where(FundYear.id == year.id)
            .values(closed_at=clock.now(), closed_by_id=alone, closing_asked_by_id=alone, closing_asked_at=clock.now())
        )


def test_money_to_return_leaves_when_it_is_sent_back_and_no_more_than_that(year: FundYear, cast: thread.Cast) -> None:
    source = _given(year, "État", 100_00, carry=Carry(CarryRule.NONE))
    _close(year, cast)

    envelopes.return_money(source, 60_00, "Virement 12", cast.gestionnaire)
    with pytest.raises(BudgetExceeded):
        envelopes.return_money(source, 40_01, "Virement 13", cast.gestionnaire)

    held = queries.balances(year)
    assert (held[Account.TO_RETURN], held[Account.RETURNED]) == (40_00, 60_00)
    assert list(proof.faults()) == []


def test_the_share_of_the_fund_s_rules_applies_to_sources_without_a_rule_of_their_own(cast: thread.Cast) -> None:
    with clock.told(LAST_AUTUMN):
        year = make.envelope(make.fund(carry_over_pct=50), cents=333_33)
    with clock.told(NEW_YEAR):
        _close(year, cast)

    assert queries.balances(year)[Account.CARRIED_OVER] == 166_66
    assert queries.balances(year)[Account.TO_RETURN] == 166_67
