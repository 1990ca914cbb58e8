"""One's own account: opened once an address is proved, and told by oneself."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Person, PreferredChannel
from app.accounts.services import account
from app.db import session
from tests import make
from tests.accounts.codes import codes_to
from tests.sessions import sign_in

EMAIL = "amina@exemple.fr"


@pytest.fixture
def amina(app: Flask) -> Person:
    """Store a person with an e-mail address and a telephone."""
    return make.person(email=EMAIL, phone="+33612345678", preferred_channel=PreferredChannel.EMAIL)


def test_an_account_opens_once_its_address_is_proved(client: FlaskClient, app: Flask) -> None:
    place = make.neighbourhood()
    told = {"name": "Léa Morin", "recipient": "07 12 34 56 78", "neighbourhood": place.id, "preferred_channel": "sms"}

    client.post("/sign-up", data=told)
    before = session().scalar(sa.select(sa.func.count()).select_from(Person))
    client.post("/sign-in/code", data={"code": codes_to("+33712345678")[-1]})

    made = session().scalar(sa.select(Person).filter_by(phone="+33712345678"))
    assert before == 0
    assert (made.name, made.public_label, made.neighbourhood_id) == ("Léa Morin", "Léa", place.id)


def test_opening_an_account_with_a_known_address_changes_nothing_of_it(client: FlaskClient, amina: Person) -> None:
    told = {"name": "Autre Nom", "recipient": EMAIL, "neighbourhood": 0, "preferred_channel": "email"}

    client.post("/sign-up", data=told)
    client.post("/sign-in/code", data={"code": codes_to(EMAIL)[-1]})

    assert session().scalar(sa.select(sa.func.count()).select_from(Person)) == 1
    assert "Amina Diallo" in client.get("/account").text


def test_an_account_keeps_what_was_typed_when_refused(client: FlaskClient, app: Flask) -> None:
    answer = client.post("/sign-up", data={"name": "Léa Morin", "recipient": "pas un numéro", "neighbourhood": 0})

    assert answer.status_code == 422
    assert "Léa Morin" in answer.text
    assert "pas un numéro" in answer.text


def test_my_account_refuses_letters_without_an_address(client: FlaskClient, amina: Person) -> None:
    sign_in(client, amina)
    told = {"public_label": "Mina", "neighbourhood": 0, "preferred_channel": "letter", "address": "", "locale": "fr"}

    answer = client.post("/account", data=told)

    assert answer.status_code == 422
    assert session().get(Person, amina.id).public_label == "Amina"


def test_my_account_keeps_what_i_say_of_myself(client: FlaskClient, amina: Person) -> None:
    sign_in(client, amina)
    told = {"public_label": "Mina", "neighbourhood": 0, "preferred_channel": "call", "address": "", "locale": "en"}

    client.post("/account", data=told)

    person = session().get(Person, amina.id)
    assert (person.public_label, person.preferred_channel, person.locale) == ("Mina", PreferredChannel.CALL, "en")


def test_closing_the_sessions_of_nobody_says_so(app: Flask) -> None:
    with pytest.raises(LookupError):
        account.close_sessions(999)


def test_a_channel_that_does_not_exist_is_refused(client: FlaskClient) -> None:
    sign_in(client, make.person())

    answer = client.post("/account", data={"public_label": "Amina", "preferred_channel": "pigeon", "locale": "fr"})

    assert answer.status_code == 422


@pytest.mark.parametrize("name", ["   ", "\u202e", "\u200b \u200b", "\x00"])
def test_a_name_that_shows_nothing_is_refused(client: FlaskClient, name: str) -> None:
    fields = {"recipient": "a@exemple.fr", "neighbourhood": "0", "preferred_channel": "email"}

    answer = client.post("/sign-up", data={"name": name, **fields})

    assert answer.status_code == 422
    assert "écrivez votre nom" in answer.text
