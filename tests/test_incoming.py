"""What comes in: addresses and text that no database holds, and the visitor's address behind proxies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import security
from app.db import session
from app.projects.models import Project
from tests import make
from tests.again import built_again
from tests.sessions import sign_in

HUGE = ("2147483648", "99999999999999999999", "9" * 5000, "-1", "٣")


@pytest.mark.parametrize("number", HUGE, ids=lambda number: number[:12])
def test_a_number_that_no_row_has_is_a_page_that_does_not_exist(client: FlaskClient, number: str) -> None:
    admin = make.person()
    for role in ("metro_admin", "helper", "committee_secretary", "gestionnaire"):
        make.role(admin, role)
    sign_in(client, admin)
    project = make.project(make.actor())

    codes = {
        client.get(f"/meetings/{number}").status_code,
        client.get(f"/help/{number}").status_code,
        client.get(f"/committee/sittings/{number}").status_code,
        client.get(f"/projects/{project.ref}/files/{number}").status_code,
        client.post(f"/people/{number}/end").status_code,
        client.post(f"/desk/letters/{number}/done").status_code,
    }

    assert codes == {404}


@pytest.mark.parametrize("number", HUGE, ids=lambda number: number[:12])
def test_a_number_in_a_list_that_no_row_has_is_left_out(client: FlaskClient, number: str) -> None:
    admin = make.person()
    make.role(admin, "metro_admin")
    sign_in(client, admin)

    answer = client.post("/desk/letters/done", data={"message": number})

    assert answer.status_code == 303


@pytest.mark.parametrize("number", HUGE, ids=lambda number: number[:12])
def test_a_number_in_a_question_that_no_row_has_is_left_out(client: FlaskClient, number: str) -> None:
    admin = make.person()
    make.role(admin, "gestionnaire")
    sign_in(client, admin)
    code = make.envelope().fund.code

    new = client.get("/projects/new", query_string={"meeting": number, "remark": number})
    ledger = client.get(f"/funds/{code}/ledger", query_string={"before": number})

    assert (new.status_code, ledger.status_code) == (200, 200)


@pytest.mark.parametrize("seen", [*HUGE, "-9223372036854775809", ""], ids=lambda seen: seen[:12])
def test_a_page_seen_that_makes_no_sense_moves_nothing_wrongly(client: FlaskClient, seen: str) -> None:
    carrier = make.person()
    project = make.project(make.actor())
    sign_in(client, carrier)
    project_ref = project.ref
    sign_in(client, session().get_one(type(carrier), project.created_by_id))

    answer = client.post(f"/projects/{project_ref}/actions/withdraw", data={"seen": seen})

    assert answer.status_code in (303, 409)


def test_the_nul_character_is_dropped_from_what_is_typed(client: FlaskClient) -> None:
    sign_in(client, make.person())

    client.post("/projects/new", data={"title": "Un jar\x00din", "summary": "\x00"})

    assert session().query(Project).one().title == "Un jardin"


@pytest.mark.parametrize("address", ["/projects/%00", "/funds/a%00", "/neighbourhoods/%00", "/projects/%ED%A0%80"])
def test_the_nul_character_in_an_address_is_a_page_that_does_not_exist(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("question", ["q=%00", "q=a%00b", "place=%00", "after=%00~1", "theme=%00&stage=%00"])
def test_the_nul_character_in_a_search_finds_as_if_it_was_not_there(client: FlaskClient, question: str) -> None:
    assert client.get(f"/projects?{question}").status_code == 200


@pytest.fixture
def behind(app: Flask, tmp_path: Path) -> Iterator[Flask]:
    """Give the application behind one proxy, counting attempts."""
    database = app.config["SQLALCHEMY_DATABASE_URI"]
    with built_again(tmp_path, database, PROXIES=1, RATELIMIT_ENABLED=True) as made:
        security.limiter.reset()
        yield made
        security.limiter.reset()


def test_attempts_are_counted_by_visitor_behind_a_proxy(behind: Flask) -> None:
    client = behind.test_client()
    for _ in range(61):
        last = client.post("/sign-in", data={}, headers={"X-Forwarded-For": "192.0.2.1"})

    other = client.post("/sign-in", data={}, headers={"X-Forwarded-For": "192.0.2.2"})

    assert (last.status_code, other.status_code) == (429, 422)


def test_a_visitor_does_not_choose_the_address_that_is_counted(behind: Flask) -> None:
    client = behind.test_client()

    codes = [
        client.post("/sign-in", data={}, headers={"X-Forwarded-For": f"198.51.100.{n}, 192.0.2.1"}).status_code
        for n in range(61)
    ]

    assert codes[-1] == 429
