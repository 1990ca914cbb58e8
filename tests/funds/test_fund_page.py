"""The page of the fund: what everybody reads there, and who writes down money that comes in."""

import re

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.db import session
from tests import make
from tests.funds import thread
from tests.sessions import sign_in


@pytest.fixture
def cast(app) -> thread.Cast:
    make.envelope()
    return thread.Cast()


def _text(response) -> str:
    return re.sub(r"\s+", " ", response.text)


def test_everybody_reads_the_envelope_and_the_rules(client: FlaskClient, cast: thread.Cast) -> None:
    thread.funded(cast)

    page = _text(client.get("/funds/FPH-37261"))

    for told in ("10 000 €", "9 400 €", "420 €", "1 000 € au plus par projet", "Voyez le budget participatif"):
        assert told in page
    assert "Amina" not in page


def test_a_fund_that_does_not_exist_is_not_found(client: FlaskClient, cast: thread.Cast) -> None:
    assert client.get("/funds/NOWHERE").status_code == 404


def test_finance_writes_down_money_that_comes_in(client: FlaskClient, cast: thread.Cast) -> None:
    sign_in(client, session().get_one(Person, cast.finance.person_id))

    told = {"organisation": "CAF", "kind": "caf", "earmark": "general", "neighbourhood_id": "", "carry_rule": ""}
    wrong = client.post("/funds/FPH-37261/funding", data=told | {"amount": "1,2,3"})
    right = client.post("/funds/FPH-37261/funding", data=told | {"amount": "1 200,50"})
    page = _text(client.get("/funds/FPH-37261/accounts"))

    assert (wrong.status_code, right.status_code) == (422, 303)
    assert "CAF" in page
    assert "11 200,50 €" in page
