"""The accounts on screen: money written down with its purpose, a year closed by two people, figures that lead on."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from app import clock
from app.accounts.models import Person, Scope
from app.db import session
from app.funds import ledger_queries, queries
from app.funds.carry import Terms as Carry
from app.funds.models import Account, CarryRule, Earmark, Fund, FundYear
from app.funds.services import envelopes, refunds, settlement, year_end
from app.funds.services.envelopes import Terms
from app.funds.services.training import engage_training
from app.funds.views.fund import _summary
from app.steps.actor import SYSTEM, Actor
from tests import make
from tests.funds import thread
from tests.sessions import sign_in

HERE = "/funds/FPH-37261"
FUNDING = {"organisation": "Bailleur", "kind": "landlord", "amount": "1 200,50", "carry_rule": "up_to",
           "carry_pct": "30", "promised": "1500", "reference": "Convention 7"}  # fmt: skip


@pytest.fixture
def cast(app: object) -> thread.Cast:
    """Bring those who handle the money, and open the fund of Tours."""
    make.envelope()
    return thread.Cast()


def _as(client: FlaskClient, actor: Actor) -> FlaskClient:
    sign_in(client, session().get_one(Person, actor.person_id))
    return client


def _text(response: object) -> str:
    return response.text.replace("\u202f", " ").replace("\xa0", " ").replace("&#39;", "'")


def _last_year() -> FundYear:
    with clock.told(datetime(clock.today().year - 1, 6, 1, tzinfo=UTC)):
        year = make.envelope(make.fund(), cents=0)
        kept = Terms(carry=Carry(CarryRule.NONE))
        envelopes.receive_funding(year, "État", 300_00, SYSTEM, kept)
        envelopes.receive_funding(year, "Ville", 200_00, SYSTEM)
    return year


def test_money_is_written_down_with_its_purpose_and_the_rule_of_its_agreement(
    client: FlaskClient, cast: thread.Cast
) -> None:
    place = make.neighbourhood()
    browser = _as(client, cast.gestionnaire)
    kept = FUNDING | {"earmark": "neighbourhood", "neighbourhood_id": str(place.id)}

    unnamed = browser.post(f"{HERE}/funding", data=kept | {"neighbourhood_id": ""})
    without_share = browser.post(f"{HERE}/funding", data=kept | {"carry_pct": ""})
    written = browser.post(f"{HERE}/funding", data=kept)

    assert (unnamed.status_code, without_share.status_code, written.status_code) == (422, 422, 303)
    assert "Convention 7" in unnamed.text
    source = ledger_queries.sources_of(queries.year_of(make.fund().id, clock.today().year))[-1]
    assert (source.organisation, source.earmark, source.neighbourhood_id) == (
        "Bailleur",
        Earmark.NEIGHBOURHOOD,
        place.id,
    )
    assert (source.carry_rule, source.carry_pct, source.promised_cents) == (CarryRule.UP_TO, 30, 1_500_00)


def test_the_first_money_of_january_opens_the_year(client: FlaskClient, cast: thread.Cast) -> None:
    coming = clock.today().year + 1
    with clock.told(datetime(coming, 1, 3, 10, tzinfo=UTC)):
        browser = _as(client, cast.finance)
        accounts, page = _text(browser.get(f"{HERE}/accounts")), browser.get(f"{HERE}/funding").text
        forgotten = browser.post(f"{HERE}/funding?year={coming - 7}", data=FUNDING | {"earmark": "general"})
        done = browser.post(f"{HERE}/funding?year={coming}", data=FUNDING | {"earmark": "general"})

    assert "Noter de l'argent reçu" in accounts
    assert 'name="amount"' in page
    assert (forgotten.status_code, done.status_code) == (422, 303)
    opened = queries.year_of(make.fund().id, coming)
    assert queries.balances(opened)[Account.AVAILABLE] == 1_200_50
    assert queries.year_of(make.fund().id, coming - 7) is None


def test_a_line_written_by_mistake_is_cancelled_with_a_reason(client: FlaskClient, cast: thread.Cast) -> None:
    browser, year = _as(client, cast.finance), queries.year_of(make.fund().id, clock.today().year)
    line = ledger_queries.fundings_of(year)[0][0]
    page = f"{HERE}/funding/correction?line={line.id}"

    silent = browser.post(page, data={"reason": " "})
    done = browser.post(page, data={"reason": "Le virement n'est pas venu."})

    assert (silent.status_code, done.status_code) == (422, 303)
    assert queries.balances(year)[Account.AVAILABLE] == 0
    assert "Ligne annulée" in browser.get(f"{HERE}/funding").text


def test_a_year_is_closed_by_two_people_who_read_the_same_figures(client: FlaskClient, cast: thread.Cast) -> None:
    year = _last_year()
    closing = f"{HERE}/closing?year={year.year}"
    seen = {"seen": "3-20000-30000"}
    first = _as(client, cast.gestionnaire)
    before = _text(first.get(closing))
    asked = first.post(f"{HERE}/closing/ask?year={year.year}")
    alone = first.post(f"{HERE}/closing/close?year={year.year}", data=seen)
    second = _as(client, cast.finance)
    offered = _text(second.get(closing))
    mark = offered.partition('name="seen" type="hidden" value="')[2].partition('"')[0]

    stale = second.post(f"{HERE}/closing/close?year={year.year}", data={"seen": "0-0-0"})
    closed = second.post(f"{HERE}/closing/close?year={year.year}", data={"seen": mark})

    assert "200 €" in before
    assert "300 €" in before
    statuses = [answer.status_code for answer in (asked, alone, stale, closed)]
    assert statuses == [303, 422, 422, 303]
    assert "Elle ne se rouvre pas" in second.get(closing).text
    assert queries.balances(queries.year_of(year.fund_id, year.year + 1))[Account.OPENING] == -200_00


def test_money_to_return_is_noted_when_it_is_sent_back(client: FlaskClient, cast: thread.Cast) -> None:
    year, browser = _last_year(), _as(client, cast.gestionnaire)
    year_end.ask_closing(year, cast.gestionnaire)
    year_end.close_year(year, year_end.preview(year).mark, cast.finance)
    source = ledger_queries.sources_of(year)[0]
    page = f"{HERE}/return?year={year.year}&source={source.id}"

    too_much = browser.post(page, data={"amount": "300,01"})
    done = browser.post(page, data={"amount": "300", "reference": "Virement 9"})

    assert "300 €" in _text(browser.get(page.replace("return", "accounts")))
    assert (too_much.status_code, done.status_code) == (422, 303)
    assert queries.balances(year)[Account.RETURNED] == 300_00


def test_a_figure_leads_to_its_movements(client: FlaskClient, cast: thread.Cast) -> None:
    project = thread.funded(cast)
    browser, year = _as(client, cast.referent), clock.today().year
    source = ledger_queries.sources_of(queries.year_of(make.fund().id, year))[0]

    page = _text(browser.get(f"{HERE}/accounts"))
    movements = _text(browser.get(f"{HERE}/ledger?source={source.id}&account=paid"))
    elsewhere = _text(browser.get(f"{HERE}/ledger?q=2099-0001"))

    assert f"ledger?year={year}&amp;source={source.id}&amp;account=paid" in page
    assert project.ref in movements
    assert "Subvention accordée</td>" not in movements
    assert "Aucun mouvement ne correspond" in elsewhere


@pytest.mark.parametrize("path", ["", "/accounts", "/ledger", "/funding", "/closing"])
def test_a_page_of_the_fund_asks_few_questions_whatever_it_holds(
    client: FlaskClient, cast: thread.Cast, count_queries: object, path: str
) -> None:
    year = queries.year_of(make.fund().id, clock.today().year)
    for number in range(5):
        envelopes.receive_funding(year, f"Financeur {number}", 50_00, SYSTEM)
        thread.funded(cast)
    browser = _as(client, cast.finance)
    browser.get(HERE)

    with count_queries() as counted:
        response = browser.get(f"{HERE}{path}")

    assert response.status_code == 200
    assert len(counted) <= 8, counted


@pytest.mark.parametrize("path", ["accounts", "funding", "closing", "cerfa-15059.pdf", "granter", "ledger"])
def test_somebody_of_another_city_reads_none_of_these_pages(client: FlaskClient, cast: thread.Cast, path: str) -> None:
    stranger = make.person("Rémi")
    make.role(stranger, "gestionnaire", Scope.COMMUNE, make.commune("Joué-lès-Tours", "37122").id)
    sign_in(client, stranger)

    assert client.get(f"{HERE}/{path}").status_code == 403


def test_a_referent_reads_the_accounts_and_changes_nothing(client: FlaskClient, cast: thread.Cast) -> None:
    browser = _as(client, cast.referent)

    page = browser.get(f"{HERE}/accounts")

    assert page.status_code == 200
    assert "Noter de l'argent reçu" not in _text(page)
    assert browser.post(f"{HERE}/funding", data=FUNDING | {"earmark": "general"}).status_code == 403


@pytest.mark.parametrize(
    ("siret", "status"), [("21370261700019", 303), ("21370261700018", 422), ("123", 422), ("35600000000048", 303)]
)
def test_who_grants_is_written_with_a_number_that_exists(
    client: FlaskClient, cast: thread.Cast, siret: str, status: int
) -> None:
    answer = _as(client, cast.finance).post(f"{HERE}/granter", data={"granter": "Ville de Tours", "siret": siret})

    assert answer.status_code == status
    assert bool(session().get_one(Fund, make.fund().id).siret) is (status == 303)


def test_what_is_forgiven_stays_paid_in_the_summary_of_a_year(cast: thread.Cast) -> None:
    project = thread.judged(cast, 300_00)
    settlement.ask_refund(project, cast.gestionnaire)

    refunds.waive(project, 120_00, "Perdu.", cast.finance)

    ((_year, _closed, held),) = ledger_queries.years_at_a_glance(make.fund().id)
    assert _summary(held)[1] == 420_00


def test_the_figures_of_training_lead_to_movements(client: FlaskClient, cast: thread.Cast) -> None:
    year = queries.year_of(make.fund().id, clock.today().year)
    envelopes.receive_funding(year, "Contrat de ville", 500_00, SYSTEM, Terms(earmark=Earmark.TRAINING))
    engage_training(year, (1, "Posture"), 300_00, SYSTEM)
    browser = _as(client, cast.finance)
    source = ledger_queries.sources_of(year)[-1]

    page = browser.get(f"{HERE}/accounts").text

    leads = f"/funds/FPH-37261/ledger?year={year.year}&amp;source={source.id}"
    assert f'{leads}">' in page
    assert f"{leads}&amp;account=reserved" not in page


def test_everybody_reads_who_gives_and_what_it_may_pay(client: FlaskClient, cast: thread.Cast) -> None:
    year = queries.year_of(make.fund().id, clock.today().year)
    terms = Terms(earmark=Earmark.NEIGHBOURHOOD, neighbourhood_id=make.neighbourhood().id)
    envelopes.receive_funding(year, "Bailleur", 250_00, SYSTEM, terms)

    page = _text(client.get(HERE))

    assert "Les projets du quartier Sanitas" in page
    assert "250 € donnés" in page
    assert "le plus ancien en premier" in page
