"""Coming in: nothing tells whether a person is known, a code is good once, a session starts afresh."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app import clock, security
from app.accounts import passwords
from app.accounts.models import Person, PreferredChannel, SignInCode
from app.accounts.services import codes
from app.accounts.views.sign_in import safe_next
from app.db import session
from tests import make
from tests.accounts.codes import codes_to

EMAIL, PHONE, SECRET = "amina@exemple.fr", "+33612345678", "trois mots faciles"


@pytest.fixture
def amina(app: Flask) -> Person:
    """Store a person with an e-mail address, a telephone and a password."""
    return make.person(
        email=EMAIL,
        phone=PHONE,
        preferred_channel=PreferredChannel.EMAIL,
        password_hash=passwords.hashed(SECRET),
    )


@pytest.fixture
def limited(app: Flask) -> Iterator[None]:
    """Count attempts, from zero."""
    security.limiter.enabled = True
    security.limiter.reset()
    yield
    security.limiter.reset()
    security.limiter.enabled = False


def test_one_comes_in_with_a_password(client: FlaskClient, amina: Person) -> None:
    client.post("/sign-in", data={"identifier": " Amina@Exemple.fr "})

    answer = client.post("/sign-in/proof", data={"password": SECRET})

    assert answer.status_code == 303
    assert client.get("/account").status_code == 200


def test_one_comes_in_with_a_code_sent_to_the_telephone(client: FlaskClient, amina: Person) -> None:
    client.post("/sign-in", data={"identifier": "06 12 34 56 78"})
    client.post("/sign-in/send-code")

    client.post("/sign-in/code", data={"code": codes_to(PHONE)[-1]})

    assert client.get("/account").status_code == 200


def test_a_wrong_password_is_refused(client: FlaskClient, amina: Person) -> None:
    client.post("/sign-in", data={"identifier": EMAIL})

    answer = client.post("/sign-in/proof", data={"password": "autre chose"})

    assert answer.status_code == 422
    assert client.get("/account").status_code == 302


@pytest.mark.parametrize("path", ["/sign-in/proof", "/sign-in/code"])
def test_the_answer_is_the_same_for_a_stranger(client: FlaskClient, amina: Person, path: str) -> None:
    pages = []
    for identifier in (EMAIL, "absent@exemple.fr"):
        client.post("/sign-in", data={"identifier": identifier})
        asked = client.post("/sign-in/send-code")
        shown = client.get(path)
        refused = client.post(path, data={"password": "autre chose", "code": "000000"})
        told = [_without_token(answer.text).replace(identifier, "X") for answer in (shown, refused)]
        pages.append((asked.status_code, asked.location, refused.status_code, *told))

    assert pages[0] == pages[1]


def test_a_stranger_waits_for_a_password_as_long_as_a_known_person(amina: Person) -> None:
    passwords.matches(None, "x")

    def spent(kept: str | None) -> float:
        start = time.process_time()
        passwords.matches(kept, "autre chose")
        return time.process_time() - start

    known = min(spent(amina.password_hash) for _ in range(5))
    unknown = min(spent(None) for _ in range(5))

    assert known / 4 < unknown < known * 4, (
        "the work of the processor, whoever else uses it: nothing at all is told apart"
    )


def test_no_code_is_sent_to_a_stranger_who_wants_to_come_in(client: FlaskClient, app: Flask) -> None:
    client.post("/sign-in", data={"identifier": "absent@exemple.fr"})

    client.post("/sign-in/send-code")

    assert codes_to("absent@exemple.fr") == []


def test_a_code_is_good_once(amina: Person) -> None:
    codes.send_code(EMAIL, "fr")
    code = codes_to(EMAIL)[-1]

    uses = [codes.use_code(EMAIL, code), codes.use_code(EMAIL, code)]

    assert uses == [True, False]


def test_a_code_is_good_for_ten_minutes(amina: Person) -> None:
    codes.send_code(EMAIL, "fr")

    with clock.told(clock.now() + timedelta(minutes=10, seconds=1)):
        used = codes.use_code(EMAIL, codes_to(EMAIL)[-1])

    assert not used


def test_five_wrong_codes_make_the_right_one_void(amina: Person) -> None:
    codes.send_code(EMAIL, "fr")
    right = codes_to(EMAIL)[-1]
    wrong = "000000" if right != "000000" else "000001"

    tries = [codes.use_code(EMAIL, wrong) for _ in range(5)]

    assert not any(tries)
    assert not codes.use_code(EMAIL, right)


def test_a_new_code_makes_the_older_one_void(amina: Person) -> None:
    codes.send_code(EMAIL, "fr")
    codes.send_code(EMAIL, "fr")
    older, newer = codes_to(EMAIL)

    assert older == newer or not codes.use_code(EMAIL, older)
    assert codes.use_code(EMAIL, newer)


def test_the_code_of_one_address_opens_no_other(amina: Person) -> None:
    codes.send_code(EMAIL, "fr")
    codes.send_code(PHONE, "fr")

    assert codes_to(EMAIL) == codes_to(PHONE) or not codes.use_code(PHONE, codes_to(EMAIL)[-1])


def test_the_database_does_not_tell_the_code(amina: Person) -> None:
    codes.send_code(EMAIL, "fr")

    kept = session().scalar(sa.select(SignInCode.code_digest))

    assert codes_to(EMAIL)[-1] not in kept


def test_the_session_kept_before_sign_in_is_worth_nothing_after(client: FlaskClient, amina: Person) -> None:
    with client.session_transaction() as planted:
        planted["planted"] = "x"
    client.post("/sign-in", data={"identifier": EMAIL})
    before = client.get_cookie("porte_voix").value

    client.post("/sign-in/proof", data={"password": SECRET})

    with client.session_transaction() as kept:
        assert "planted" not in kept
        assert "coming" not in kept
    assert client.get_cookie("porte_voix").value != before


def test_signing_out_everywhere_closes_the_session_of_another_device(app: Flask, amina: Person) -> None:
    other, this = app.test_client(), app.test_client()
    for device in (other, this):
        device.post("/sign-in", data={"identifier": EMAIL})
        device.post("/sign-in/proof", data={"password": SECRET})

    this.post("/account/sign-out-everywhere")

    assert other.get("/account").status_code == 302


def test_a_new_password_keeps_this_session_and_closes_the_others(app: Flask, amina: Person) -> None:
    other, this = app.test_client(), app.test_client()
    for device in (other, this):
        device.post("/sign-in", data={"identifier": EMAIL})
        device.post("/sign-in/proof", data={"password": SECRET})

    answer = this.post("/account/password", data={"current": SECRET, "chosen": "un autre secret"})

    assert answer.status_code == 303
    assert this.get("/account").status_code == 200
    assert other.get("/account").status_code == 302


def test_the_password_is_not_changed_without_the_present_one(client: FlaskClient, amina: Person) -> None:
    client.post("/sign-in", data={"identifier": EMAIL})
    client.post("/sign-in/proof", data={"password": SECRET})

    answer = client.post("/account/password", data={"current": "faux", "chosen": "un autre secret"})

    assert answer.status_code == 422
    assert passwords.matches(session().get(Person, amina.id).password_hash, SECRET)


def test_one_goes_out_by_a_button_not_by_a_link(client: FlaskClient, amina: Person) -> None:
    assert client.get("/sign-out").status_code == 405


@pytest.mark.parametrize(
    "target",
    ["https://ailleurs.example/", "//ailleurs.example/", "/\\ailleurs.example", "\\\\ailleurs", "javascript:alert(1)",
     "/\t/ailleurs.example", "ailleurs.example", ""],
)  # fmt: skip
def test_a_next_address_that_leads_elsewhere_is_not_followed(app: Flask, target: str) -> None:
    with app.test_request_context():
        followed = safe_next(target)

    assert followed == "/me"


def test_one_goes_on_to_the_page_one_wanted(client: FlaskClient, amina: Person) -> None:
    client.post("/sign-in?next=/account/password", data={"identifier": EMAIL})

    answer = client.post("/sign-in/proof", data={"password": SECRET})

    assert answer.location == "/account/password"


@pytest.mark.usefixtures("limited")
def test_ten_passwords_tried_for_one_person_lock_it_for_a_while(app: Flask, amina: Person) -> None:
    tries = []
    for _ in range(11):
        device = app.test_client()
        device.post("/sign-in", data={"identifier": EMAIL})
        tries.append(device.post("/sign-in/proof", data={"password": "faux"}).status_code)

    assert tries == [422] * 10 + [429]


@pytest.mark.usefixtures("limited")
def test_four_codes_are_sent_to_one_address_not_five(client: FlaskClient, amina: Person) -> None:
    client.post("/sign-in", data={"identifier": EMAIL})

    asked = [client.post("/sign-in/send-code").status_code for _ in range(5)]

    assert asked == [303] * 4 + [429]
    assert len(codes_to(EMAIL)) == 4


def test_an_empty_form_says_what_is_missing_beside_the_field_and_at_the_top(client: FlaskClient) -> None:
    answer = client.post("/sign-in", data={"identifier": ""})

    assert answer.status_code == 422
    assert answer.text.lower().count("écrivez votre e-mail ou votre numéro.") == 2


def _without_token(page: str) -> str:
    return re.sub(r'name="csrf_token" [^>]*value="[^"]*"', "", page)
