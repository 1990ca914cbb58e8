"""The pages of money: who reads them, what they offer next, what they keep of what was typed."""

import re

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person, Scope
from app.db import session
from app.funds import queries
from app.funds.queries import Position
from app.funds.services import settlement
from app.projects.models import Project
from app.steps.actor import Actor
from tests import make
from tests.funds import thread
from tests.make.projects import put

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000"
    "0400015d0b2a3d0000000049454e44ae426082"
)


@pytest.fixture
def cast(app) -> thread.Cast:
    make.envelope()
    return thread.Cast()


def _as(client: FlaskClient, actor: Actor) -> FlaskClient:
    person = session().get(Person, actor.person_id)
    with client.session_transaction() as cookie:
        cookie.clear()
        cookie.update({"_user_id": f"{person.id}.{person.session_version}", "_fresh": True})
    return client


def _text(response) -> str:
    return re.sub(r"\s+", " ", response.text.replace("\u202f", " ").replace("\u00a0", " "))


def _again(project: Project) -> Project:
    return session().get(Project, project.id)


def test_the_money_of_a_project_is_read_by_its_people_only(client: FlaskClient, cast: thread.Cast) -> None:
    project = thread.granted(cast)
    readers = (cast.gestionnaire, cast.finance, cast.referent, cast.carrier)

    answers = [_as(client, reader).get(f"/projects/{project.ref}/money").status_code for reader in readers]
    stranger = _as(client, make.actor()).get(f"/projects/{project.ref}/money").status_code

    assert answers == [200] * 4
    assert stranger == 404


def test_a_visitor_is_asked_to_sign_in_before_reading_money(client: FlaskClient, cast: thread.Cast) -> None:
    project = thread.granted(cast)

    response = client.get(f"/projects/{project.ref}/money")

    assert response.status_code in (302, 401)


def test_a_gestionnaire_pays_the_advance_and_finance_signs_it(client: FlaskClient, cast: thread.Cast) -> None:
    project = thread.signed(cast)
    page = f"/projects/{project.ref}/money"
    typed = {"amount": "420,00", "payee": "Amina Diallo", "mode": "cheque"}

    ordered = _as(client, cast.gestionnaire).post(f"{page}/advance", data=typed)
    waiting = (_again(project).state, queries.position(_again(project)).paid)
    offered = _text(_as(client, cast.finance).get(page))
    signed = client.post(f"{page}/signature")

    assert (ordered.status_code, waiting) == (303, ("signed", 0))
    assert "Signer et payer 420 €" in offered
    assert signed.status_code == 303
    assert (_again(project).state, queries.position(_again(project))) == (
        "funded",
        Position(committed=180_00, paid=420_00),
    )


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("421", "L'avance ne peut pas dépasser 420 €."),
        ("12,345", "deux lectures possibles"),
        ("-5", "sans signe moins"),
        ("0", "au-dessus de zéro"),
        ("", "Écrivez un montant"),
        ("999999999999", "trop grand"),
        ("douze", "en chiffres"),
    ],
)
def test_an_advance_that_cannot_be_is_explained_and_what_was_typed_stays(
    client: FlaskClient, cast: thread.Cast, typed: str, told: str
) -> None:
    project = thread.signed(cast)
    form = {"amount": typed, "payee": "Zoé & <Cie>", "mode": "transfer"}

    response = _as(client, cast.gestionnaire).post(f"/projects/{project.ref}/money/advance", data=form)

    assert response.status_code == 422
    assert told.replace("'", "&#39;") in _text(response)
    assert f'value="{typed}"' in response.text
    assert "Zoé &amp; &lt;Cie&gt;" in response.text
    assert queries.position(_again(project)).paid == 0


def test_a_carrier_adds_a_receipt_by_phone_and_sends_the_report(client: FlaskClient, cast: thread.Cast) -> None:
    project = thread.funded(cast)
    put(project, "reporting")
    browser = _as(client, cast.carrier)
    receipt = {"amount": "531,40", "supplier": "Jardinerie", "label": "Terreau", "spent_on": "2024-05-02"}
    story = {"story": "Nous avons planté.", "participants": "30", "newcomers": "8", "do": "send"}

    added = browser.post(f"/projects/{project.ref}/receipts", data=receipt)
    sent = browser.post(f"/projects/{project.ref}/report", data=story)

    assert (added.status_code, sent.status_code) == (303, 303)
    assert _again(project).state == "report_review"
    assert queries.receipts(_again(project)).declared == 531_40


def test_a_report_to_correct_says_that_its_files_must_be_chosen_again(client: FlaskClient, cast: thread.Cast) -> None:
    project = thread.funded(cast)
    put(project, "reporting")
    story = {"participants": "8", "newcomers": "30", "do": "send", "photos": (thread.picture().stream, "p.png")}

    refused = _as(client, cast.carrier).post(f"/projects/{project.ref}/report", data=story)

    assert refused.status_code == 422
    assert "Choisissez de nouveau vos fichiers" in refused.text


def test_a_report_without_receipts_is_kept_but_not_sent(client: FlaskClient, cast: thread.Cast) -> None:
    project = thread.funded(cast)
    put(project, "reporting")
    story = {"story": "Nous avons planté.", "participants": "30", "newcomers": "8", "do": "send"}

    response = _as(client, cast.carrier).post(f"/projects/{project.ref}/report", data=story)

    assert response.status_code == 422
    assert "Ajoutez vos tickets et factures" in response.text
    assert _again(project).state == "reporting"
    assert queries.report_of(_again(project)).story == "Nous avons planté."


def test_a_receipt_that_is_refused_says_why(client: FlaskClient, cast: thread.Cast) -> None:
    project = thread.reported(cast, 100_00)
    page = f"/projects/{project.ref}/money"
    receipt = queries.expenses_of(project)[0].id
    browser = _as(client, cast.gestionnaire)

    silent = browser.post(f"{page}/receipts/{receipt}", data={"verdict": "refuse"})
    told = browser.post(
        f"{page}/receipts/{receipt}", data={"verdict": "refuse", f"r{receipt}-reason": "<b>Illisible</b>"}
    )

    assert silent.status_code == 422
    assert "Expliquez pourquoi, en une phrase." in silent.text
    assert told.status_code == 303
    assert "refusé : &lt;b&gt;Illisible&lt;/b&gt;" in _text(browser.get(page))


def test_the_balance_is_paid_as_it_was_shown_and_a_second_click_pays_nothing(
    client: FlaskClient, cast: thread.Cast
) -> None:
    project = thread.judged(cast, 531_40)
    page = f"/projects/{project.ref}/money"
    browser = _as(client, cast.gestionnaire)
    shown = _text(browser.get(page))
    typed = {"seen": "11140", "payee": "Amina Diallo", "mode": "transfer"}

    first = browser.post(f"{page}/settle", data=typed)
    second = browser.post(f"{page}/settle", data=typed)

    assert "Verser 111,40 € et clore les comptes" in shown
    assert "68,60 €" in shown
    assert (first.status_code, second.status_code) == (303, 422)
    assert queries.position(_again(project)) == Position(justified=531_40)


def test_a_balance_that_changed_meanwhile_is_shown_again_before_it_is_paid(
    client: FlaskClient, cast: thread.Cast
) -> None:
    project = thread.judged(cast, 531_40)

    response = _as(client, cast.gestionnaire).post(
        f"/projects/{project.ref}/money/settle", data={"seen": "18000", "payee": "Amina Diallo", "mode": "transfer"}
    )

    assert response.status_code == 422
    assert "Il est maintenant de 111,40 €" in _text(response)
    assert 'value="11140"' in response.text


def test_a_refund_is_asked_then_recorded(client: FlaskClient, cast: thread.Cast) -> None:
    project = thread.judged(cast, 300_00)
    page = f"/projects/{project.ref}/money"
    browser = _as(client, cast.gestionnaire)

    asked = browser.post(f"{page}/refund-request")
    shown = browser.get(page)
    paid = browser.post(f"{page}/refund", data={"seen": "12000", "amount": "120", "payee": "Amina", "mode": "transfer"})

    assert asked.status_code == 303
    assert 'value="120"' in shown.text
    assert paid.status_code == 303
    assert _again(project).state == "evaluation"


@pytest.mark.parametrize(
    "state", ["granted", "signed", "awaited", "funded", "report_review", "refund_due", "evaluation"]
)
def test_the_money_page_reads_the_database_at_most_eight_times(
    client: FlaskClient, cast: thread.Cast, state: str, count_queries
) -> None:
    project = _in_state(cast, state)
    browser = _as(client, cast.gestionnaire)

    with count_queries() as counted:
        response = browser.get(f"/projects/{project.ref}/money")

    assert response.status_code == 200
    assert len(counted) <= 8, counted


def test_a_gestionnaire_of_another_fund_does_not_read_this_one(client: FlaskClient, cast: thread.Cast) -> None:
    project = thread.granted(cast)
    elsewhere = make.actor()
    make.role(session().get(Person, elsewhere.person_id), "gestionnaire", Scope.FUND, 999)

    browser = _as(client, elsewhere)

    assert browser.get(f"/projects/{project.ref}/money").status_code == 404
    assert browser.get("/funds/FPH-37261/ledger").status_code == 403


def test_the_project_page_shows_where_the_money_stands(client: FlaskClient, cast: thread.Cast) -> None:
    project = thread.judged(cast, 531_40)
    settlement.settle(project, thread.order(111_40), cast.gestionnaire)

    page = _text(client.get(f"/projects/{project.ref}"))

    assert "Le projet a utilisé 531,40 €." in page
    assert "Le reste, 68,60 €, est revenu au fonds." in page
    assert f"/projects/{project.ref}/money" not in page


def test_a_signed_agreement_is_kept_and_the_grant_committed(client: FlaskClient, cast: thread.Cast) -> None:
    project = thread.granted(cast)
    browser = _as(client, cast.gestionnaire)
    page = f"/projects/{project.ref}/money/agreement"

    wrong = browser.post(page, data={"agreement": (thread.upload(b"#!/bin/sh"), "accord.pdf")})
    right = browser.post(page, data={"agreement": (thread.upload(PNG), "accord.png")})

    assert (wrong.status_code, right.status_code) == (422, 303)
    assert (_again(project).state, queries.position(_again(project)).committed) == ("signed", 600_00)


def _in_state(cast: thread.Cast, state: str) -> Project:
    match state:
        case "granted":
            return thread.granted(cast)
        case "signed":
            return thread.signed(cast)
        case "awaited":
            return thread.awaited(cast)
        case "funded":
            return thread.funded(cast)
        case "report_review":
            return thread.reported(cast, *([10_00] * 12))
        case "refund_due":
            project = thread.judged(cast, 300_00)
            settlement.ask_refund(project, cast.gestionnaire)
        case _:
            project = thread.judged(cast, 531_40)
            settlement.settle(project, thread.order(111_40), cast.gestionnaire)
    return project
