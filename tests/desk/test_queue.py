"""The work queue: within one's reach only, the most late first."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest

from app import clock
from app.accounts.models import Scope
from app.db import open_transaction
from app.funds.models import PaymentMode
from app.funds.services import advances
from app.funds.services.payments import Order
from app.projects.models import Pace, Project
from app.steps import services as steps
from tests import make
from tests.projects.drafts_pages import sign_in
from tests.queries import counted


@pytest.fixture
def referent(app):
    """Give the referent of the Sanitas."""
    someone = make.person("Renée")
    make.role(someone, "referent", Scope.NEIGHBOURHOOD, make.neighbourhood().id)
    return someone


def waiting(title: str, state: str = "submitted", **fields: object) -> Project:
    """Store a public project in a state."""
    project = make.project(title=title, published_at=clock.now(), **fields)
    make.projects.put(project, state)
    return project


def due_in(project: Project, days: int) -> None:
    """Move the due date of a project."""
    with open_transaction():
        project.due_at = clock.now() + timedelta(days=days)


def test_only_projects_within_reach_are_shown(client, referent) -> None:
    waiting("Chez moi")
    waiting("Ailleurs", neighbourhood=make.neighbourhood("Europe"))

    text = sign_in(client, referent).get("/desk").text

    assert "Chez moi" in text
    assert "Ailleurs" not in text


def test_a_commune_role_reaches_all_its_neighbourhoods(client, app) -> None:
    someone = make.person()
    make.role(someone, "referent", Scope.COMMUNE, make.commune().id)
    waiting("Europe aussi", neighbourhood=make.neighbourhood("Europe"))

    assert "Europe aussi" in sign_in(client, someone).get("/desk").text


def test_the_most_late_comes_first_then_the_soonest_due(client, referent) -> None:
    for title, days in (("Bientôt", 2), ("Très en retard", -9), ("Un peu en retard", -1)):
        due_in(waiting(title), days)

    text = sign_in(client, referent).get("/desk").text

    assert text.index("Très en retard") < text.index("Un peu en retard") < text.index("Bientôt")


def test_what_waits_for_somebody_else_is_not_in_my_part(client, referent) -> None:
    waiting("Au comité", "scheduled", **in_fund())
    browser = sign_in(client, referent)

    mine, on_track = browser.get("/desk").text, browser.get("/desk?tab=on_track").text

    assert "Au comité" not in mine
    assert "Au comité" in on_track


def test_each_tab_keeps_its_own_and_says_how_many(client, referent) -> None:
    due_in(waiting("Tardif"), -3)
    waiting("Coincé", pace=Pace.BLOCKED)
    browser = sign_in(client, referent)

    pages = {tab: unescape(browser.get(f"/desk?tab={tab}").text) for tab in ("late", "blocked", "on_track")}

    assert "Tardif" in pages["late"]
    assert "Coincé" not in pages["late"]
    assert "Coincé" in pages["blocked"]
    assert "Coincé" not in pages["on_track"]
    assert "(1)" in pages["late"]


def test_a_draft_waits_for_nobody_but_its_team(client, referent) -> None:
    make.project(title="Brouillon")

    assert "Brouillon" not in sign_in(client, referent).get("/desk?tab=on_track").text


def test_pages_of_twenty_five_follow_each_other(client, referent) -> None:
    for number in range(30):
        waiting(f"Projet {number}")
    browser = sign_in(client, referent)

    first = browser.get("/desk").text
    following = unescape(first.split('rel="next" href="')[1].split('"')[0])
    second = browser.get(following).text

    assert (first.count('scope="row"'), second.count('scope="row"')) == (25, 5)
    assert 'rel="prev"' in second


def test_the_queue_costs_the_same_few_queries_whatever_it_holds(client, referent) -> None:
    costs = []
    browser = sign_in(client, referent)
    for size in (2, 20):
        for number in range(size):
            waiting(f"Projet {number}")
        with counted() as sent:
            browser.get("/desk")
        costs.append(len([statement for statement in sent if statement.lstrip().startswith("SELECT")]))

    assert costs[0] == costs[1] <= 5


def test_a_resident_has_no_desk(client, app) -> None:
    assert sign_in(client, make.person()).get("/desk").status_code == 403


def in_fund() -> dict[str, object]:
    """Return what a project before the committee carries."""
    rules = make.fund().rules[0]
    return {"fund_id": rules.fund_id, "rules_id": rules.id}


def test_finance_finds_the_payments_to_sign(client, app) -> None:
    controller = make.person("Paul")
    make.role(controller, "finance")
    signed, other = waiting("Avance à signer"), waiting("Rien à signer")
    gestionnaire = make.actor("gestionnaire")
    make.envelope(make.fund())
    make.granted(signed, 600_00, gestionnaire)
    make.document(signed, "signed_agreement", gestionnaire)
    steps.perform(signed, "sign", gestionnaire)
    advances.pay_advance(signed, Order(420_00, "Amina", PaymentMode.CHEQUE, "CH-1"), gestionnaire)

    text = sign_in(client, controller).get("/desk").text

    assert signed.title in text
    assert other.title not in text


def test_only_ones_own_neighbourhoods_can_be_chosen(client, referent) -> None:
    make.neighbourhood("Europe")

    text = sign_in(client, referent).get("/desk").text

    assert '<option value="sanitas">' in text
    assert '<option value="europe">' not in text
