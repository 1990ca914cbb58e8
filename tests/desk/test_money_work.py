"""The desk of those who answer for money: the orders to sign second, and the way to their funds."""

from __future__ import annotations

from html import unescape

import pytest

from app.accounts.models import Person, Scope
from app.db import open_transaction, session
from app.desk.money_list import Pile, Wanted, pile_counts, pile_page
from app.desk.queries import Reach
from app.funds import queries
from app.funds.services import advances, judging
from app.projects import search
from app.projects.models import Project
from app.territory.models import Commune
from app.territory.queries import all_neighbourhoods
from tests import make
from tests.funds import thread
from tests.projects.drafts_pages import sign_in
from tests.queries import counted

WRITTEN = ("école", "ECOLE", "École", "ecole")


@pytest.fixture
def cast(app) -> thread.Cast:
    """Give those who handle the money of Tours."""
    make.envelope()
    return thread.Cast()


def prepared(cast: thread.Cast) -> Project:
    """Return a project whose advance awaits a second signature."""
    project = thread.signed(cast)
    advances.pay_advance(project, thread.order(420_00, "Amina Diallo"), cast.gestionnaire)
    return project


def finance_of(city: Commune) -> Person:
    """Return somebody of the finances of a city."""
    someone = make.person()
    make.role(someone, "finance", Scope.COMMUNE, city.id)
    return someone


def read(client, person: Person) -> str:
    """Return the desk as this person reads it."""
    return unescape(sign_in(client, person).get("/desk").text).replace("\u00a0", " ").replace("\u202f", " ")


def test_finance_reads_which_payment_to_sign_and_where(client, cast) -> None:
    project = prepared(cast)

    page = read(client, finance_of(make.commune()))

    assert "Un versement attend une deuxième signature" in page
    assert "420 €" in page
    assert f'href="/projects/{project.ref}/money"' in page


def test_what_finance_must_sign_is_in_its_part_of_the_queue(client, cast) -> None:
    title = prepared(cast).title
    client = sign_in(client, finance_of(make.commune()))

    rows = client.get("/desk?tab=mine").text.split("<tbody>")[1]

    assert title in rows


def test_a_payment_of_another_city_is_not_shown(client, cast) -> None:
    prepared(cast)

    page = read(client, finance_of(make.commune("Joué-lès-Tours", "37122")))

    assert "deuxième signature" not in page
    assert "420 €" not in page


def test_who_prepared_a_payment_is_not_asked_to_sign_it(client, cast) -> None:
    prepared(cast)

    mine = read(client, session().get(Person, cast.gestionnaire.person_id))

    assert "deuxième signature" not in mine


def test_those_who_answer_for_money_find_their_fund_and_its_ledger(client, cast) -> None:
    make.fund(make.commune("Joué-lès-Tours", "37122"))

    page = read(client, finance_of(make.commune()))

    assert 'href="/funds/FPH-37261"' in page
    assert 'href="/funds/FPH-37261/ledger"' in page
    assert "FPH-37122" not in page


def test_accounts_are_not_closed_while_a_receipt_is_asked_again(cast) -> None:
    project = thread.reported(cast, 200_00)
    receipt = queries.expenses_of(project)[0]

    judging.ask_again(project, receipt.id, "Le total.", cast.gestionnaire)

    assert pile_counts(_wanted())[Pile.SETTLE] == pile_counts(_wanted())[Pile.RECEIPTS] == 0
    judging.judge_receipt(project, receipt.id, cast.gestionnaire, eligible=True)
    assert pile_counts(_wanted())[Pile.SETTLE] == 1


def test_a_project_is_found_with_or_without_accents(cast) -> None:
    project = make.granted(make.project(cast.carrier, title="École ouverte"), 600_00, cast.gestionnaire)
    with open_transaction():
        project.search_text = search.indexed_text(project)

    found = [[one.id for one in pile_page(_wanted(text), Pile.AGREEMENT, None).rows] for text in WRITTEN]
    nothing = pile_page(_wanted("piscine"), Pile.AGREEMENT, None).rows

    assert found == [[project.id]] * len(WRITTEN)
    assert nothing == []


def _wanted(text: str = "") -> Wanted:
    person = finance_of(make.commune())
    return Wanted(person, Reach(person, all_neighbourhoods()), text=text)


def test_a_referent_has_no_payment_on_the_desk(client, cast) -> None:
    prepared(cast)

    page = read(client, session().get(Person, cast.referent.person_id))

    assert "deuxième signature" not in page


def test_the_desk_of_money_fits_in_eight_queries_however_many_payments(client, cast) -> None:
    who = finance_of(make.commune())
    costs = []
    for size in (1, 4):
        for _number in range(size):
            prepared(cast)
        browser = sign_in(client, who)
        with counted() as sent:
            assert browser.get("/desk").status_code == 200
        costs.append(len([one for one in sent if one.lstrip().startswith("SELECT")]))

    assert costs[0] == costs[1] <= 8
