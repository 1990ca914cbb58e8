"""Sheets filled in by hand: numbered, printed, keyed once for whoever wrote them."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from app.accounts import paper
from app.accounts.models import AssistedEntry, PaperForm, Person, Scope
from app.accounts.services import paper_forms
from app.db import session
from app.projects.sheet import IDEA
from app.steps.actor import Actor
from app.territory.models import Neighbourhood
from tests import make
from tests.pdf import is_tagged, text_of
from tests.sessions import sign_in

SHEET = {"name": "Fatou Sarr", "phone": "", "address": "", "signed": "y"}


@pytest.fixture
def place(app: Flask) -> Neighbourhood:
    return make.neighbourhood()


@pytest.fixture
def helper(place: Neighbourhood) -> Person:
    someone = make.person("Léa Morin")
    make.role(someone, "helper", Scope.NEIGHBOURHOOD, place.id)
    return someone


def printed(place: Neighbourhood, helper: Person, count: int = 1) -> list[PaperForm]:
    return paper_forms.print_sheets(IDEA, count, place.id, Actor(helper.id))


@given(number=st.integers(1, 10**7), digit=st.integers(0, 9), position=st.integers(0, 6))
def test_one_wrong_digit_is_always_found(number: int, digit: int, position: int) -> None:
    paper.paper_kind(IDEA)
    right = paper.serial(IDEA, number)
    figures = [index for index, sign in enumerate(right) if sign.isdigit()]
    at = figures[position % len(figures)]

    wrong = f"{right[:at]}{digit}{right[at + 1 :]}"

    assert paper.read_serial(right.lower().replace("-", " ")) == (IDEA, number)
    assert wrong == right or paper.read_serial(wrong) is None


def test_a_batch_prints_one_numbered_sheet_a_page(client: FlaskClient, place: Neighbourhood, helper: Person) -> None:
    sign_in(client, helper)

    answer = client.post("/paper/print", data={"kind": "idea", "neighbourhood": place.id, "count": 3})
    document = client.get(answer.location).data

    numbers = [paper.serial(IDEA, row.id) for row in session().scalars(sa.select(PaperForm))]
    assert len(numbers) == 3
    assert all(number in text_of(document) for number in numbers)
    assert is_tagged(document)


def test_a_sheet_is_keyed_for_its_writer_and_only_once(
    client: FlaskClient, place: Neighbourhood, helper: Person
) -> None:
    (row,) = printed(place, helper)
    number = paper.serial(IDEA, row.id)
    sign_in(client, helper)

    found = client.post("/paper", data={"serial": number.replace("-", "").lower()})
    begun = client.post(f"/paper/{number}", data={**SHEET, "neighbourhood": place.id})
    client.post("/help/stop", data={"read_back": "yes"})
    again = client.post(f"/paper/{number}", data={**SHEET, "neighbourhood": place.id})

    entry = session().scalar(sa.select(AssistedEntry))
    assert found.location == f"/paper/{number}"
    assert begun.status_code == 303
    assert (entry.person.name, entry.mode.value, entry.read_back) == ("Fatou Sarr", "paper", True)
    assert entry.agreement == f"paper: {number}"
    assert session().get_one(PaperForm, row.id).keyed_at is not None
    assert "ne compte qu'une fois" in again.text.replace("&#39;", "'")
    assert session().scalar(sa.select(sa.func.count()).select_from(AssistedEntry)) == 1


def test_a_sheet_of_which_nothing_was_keyed_is_still_out(
    client: FlaskClient, place: Neighbourhood, helper: Person
) -> None:
    (row,) = printed(place, helper)
    number = paper.serial(IDEA, row.id)
    sign_in(client, helper)
    client.post(f"/paper/{number}", data={**SHEET, "neighbourhood": place.id})

    client.post("/help/stop", data={"read_back": "nothing"})

    assert session().get_one(PaperForm, row.id).entry_id is None
    assert number in client.get("/paper").text


def test_a_sheet_begun_again_makes_no_second_resident(
    client: FlaskClient, place: Neighbourhood, helper: Person
) -> None:
    (row,) = printed(place, helper)
    sign_in(client, helper)

    for _ in range(2):
        client.post(f"/paper/{paper.serial(IDEA, row.id)}", data={**SHEET, "neighbourhood": place.id})
        with client.session_transaction() as cookie:
            cookie.pop("helping", None)

    assert session().scalar(sa.select(sa.func.count()).select_from(Person).filter_by(name="Fatou Sarr")) == 1


def test_going_out_keeps_the_sheet_as_keyed(client: FlaskClient, place: Neighbourhood, helper: Person) -> None:
    (row,) = printed(place, helper)
    sign_in(client, helper)
    client.post(f"/paper/{paper.serial(IDEA, row.id)}", data={**SHEET, "neighbourhood": place.id})

    client.post("/sign-out")

    assert session().get_one(PaperForm, row.id).keyed_at is not None


def test_a_help_that_goes_on_after_its_half_hour_keeps_its_sheet(
    client: FlaskClient, place: Neighbourhood, helper: Person
) -> None:
    (row,) = printed(place, helper)
    sign_in(client, helper)
    client.post(f"/paper/{paper.serial(IDEA, row.id)}", data={**SHEET, "neighbourhood": place.id})

    client.post("/help/resume?to=/me", data={"helping-mode": "paper", "helping-agreement": "signed"})
    client.post("/help/stop", data={"read_back": "yes"})

    assert session().get_one(PaperForm, row.id).keyed_at is not None


def test_a_struck_out_sheet_cannot_be_keyed(client: FlaskClient, place: Neighbourhood, helper: Person) -> None:
    (row,) = printed(place, helper)
    number = paper.serial(IDEA, row.id)
    sign_in(client, helper)

    client.post(f"/paper/{number}/strike-out")
    keyed = client.post(f"/paper/{number}", data={**SHEET, "neighbourhood": place.id})

    assert keyed.status_code == 200
    assert session().scalar(sa.select(AssistedEntry)) is None
    assert number not in client.get("/paper").text


def test_the_sheets_of_another_neighbourhood_do_not_exist(
    client: FlaskClient, place: Neighbourhood, helper: Person
) -> None:
    (row,) = printed(place, helper)
    elsewhere = make.person("Paul Petit")
    make.role(elsewhere, "helper", Scope.NEIGHBOURHOOD, make.neighbourhood("Europe").id)
    sign_in(client, elsewhere)

    codes = [
        client.get(f"/paper/{paper.serial(IDEA, row.id)}").status_code,
        client.get(f"/paper/batch-{row.batch}.pdf").status_code,
        client.post(f"/paper/{paper.serial(IDEA, row.id)}/strike-out").status_code,
    ]

    assert codes == [404, 404, 404]


def test_a_refused_sheet_keeps_what_was_typed(client: FlaskClient, place: Neighbourhood, helper: Person) -> None:
    (row,) = printed(place, helper)
    sign_in(client, helper)

    page = client.post(
        f"/paper/{paper.serial(IDEA, row.id)}", data={"name": "Fatou Sarr", "phone": "12", "neighbourhood": place.id}
    )

    assert page.status_code == 422
    assert "Fatou Sarr" in page.text
