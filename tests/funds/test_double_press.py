"""A button of money pressed twice counts once."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from flask.testing import FlaskClient

from app import clock
from app.accounts.models import Person, Scope
from app.db import session
from app.funds import queries
from app.funds.models import Account
from app.funds.payment_models import Plan
from app.funds.refusals import MoneyRefused
from app.funds.services import envelopes, openings, settlement
from app.projects.models import Project
from app.steps.actor import Actor
from tests import make
from tests.funds import thread
from tests.sessions import sign_in

pytestmark = pytest.mark.usefixtures("app")
FUND = "/funds/FPH-37261"


def test_two_equal_gifts_of_one_day_both_count() -> None:
    year, finance = make.envelope(cents=0), make.actor("finance")

    for _ in range(2):
        envelopes.receive_funding(year, "Tours Métropole", 5_000_00, finance)

    assert queries.balances(year)[Account.AVAILABLE] == 10_000_00


def test_two_equal_rows_of_an_opening_both_count() -> None:
    opener = make.person("Gina")
    city = make.commune("La Riche", "37195")
    make.role(opener, "gestionnaire", Scope.COMMUNE, city.id)
    rows = [["Bailleur", 500_00], ["Bailleur", 500_00]]
    opening = make.opening(
        opener, commune_id=city.id, name="Fonds", gestionnaire="Asso", committee="Comité", sources=rows
    )

    fund = openings.open_now(opening.id, Actor(opener.id))

    year = queries.year_of(fund.id, clock.today().year)
    assert queries.balances(year)[Account.AVAILABLE] == 1_000_00


def test_a_form_of_money_received_is_done_once_and_what_is_typed_anew_again(client: FlaskClient) -> None:
    year = make.envelope(cents=0)
    sign_in(client, session().get_one(Person, make.actor("gestionnaire").person_id))
    page = client.get(f"{FUND}/funding").text
    told = {"organisation": "Bailleur", "kind": "landlord", "earmark": "general", "neighbourhood_id": ""}
    sent = told | {"carry_rule": ""} | _key(page)

    answers = [client.post(f"{FUND}/funding", data=sent | {"amount": euros}) for euros in ("100", "100", "30")]

    assert [answer.status_code for answer in answers] == [303] * 3
    assert queries.balances(year)[Account.AVAILABLE] == 130_00


def test_part_of_a_debt_is_forgiven_once_by_one_form(client: FlaskClient) -> None:
    make.envelope()
    cast = thread.Cast()
    project = thread.judged(cast, 220_00)
    owed = settlement.ask_refund(project, cast.gestionnaire)
    sign_in(client, session().get_one(Person, cast.finance.person_id))
    here = f"/projects/{project.ref}/money"
    sent = {"waive-amount": "50", "waive-reason": "Famille expulsée."} | _key(client.get(here).text)

    answers = [client.post(f"{here}/waiver", data=sent) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303] * 2
    assert queries.balance_due(session().get_one(Project, project.id)) == -(owed - 50_00)


def test_an_invoice_sent_twice_is_paid_once(client: FlaskClient) -> None:
    make.envelope()
    cast = thread.Cast()
    project = thread.agreed(cast, Plan.DIRECT_PURCHASE)
    sign_in(client, session().get_one(Person, cast.gestionnaire.person_id))
    here = f"/projects/{project.ref}/money"
    sent = {"buy-amount": "50", "buy-payee": "Jardinerie", "buy-label": "Terreau"} | _key(client.get(here).text)

    damaged = client.post(f"{here}/purchase", data=sent | {"buy-invoice": (BytesIO(b"no"), "facture.pdf")})
    answers = [
        client.post(f"{here}/purchase", data=sent | {"buy-invoice": (thread.picture().stream, "facture.png")})
        for _ in range(2)
    ]

    assert "Ce type de fichier" in damaged.text
    assert [answer.status_code for answer in answers] == [303] * 2
    assert queries.position(session().get_one(Project, project.id)).paid == 50_00


def _key(page: str) -> dict[str, str]:
    """Return the key of the form of a page."""
    found = re.search(r'name="kept_id" value="([^"]+)"', page)
    assert found
    return {"kept_id": found.group(1)}


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
