"""Letters, calls and failures: seen and ticked off by those who answer for the place, and by nobody else."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app import mail
from app.accounts.models import Person, PreferredChannel, Scope
from app.db import session, transaction
from app.mail.models import Delivery, Message
from tests import make
from tests.accounts.test_helping import signed_in


@transaction()
def written(person: Person, subject: str = "Votre projet est accepté") -> Message:
    """Put a message to a person in the outbox."""
    return mail.write(person, subject, "Bonjour.\nLe comité a dit oui.")


def resident(name: str, place_name: str = "Sanitas", **fields: object) -> Person:
    """Store a resident of a neighbourhood."""
    return make.person(name, neighbourhood_id=make.neighbourhood(place_name).id, **fields)


@pytest.fixture
def referent(app: Flask) -> Person:
    """Store the referent of the Sanitas."""
    person = make.person("Rémi Référent")
    make.role(person, "referent", Scope.NEIGHBOURHOOD, make.neighbourhood().id)
    return person


@pytest.fixture
def device(client: FlaskClient, referent: Person) -> FlaskClient:
    """Give the referent's browser, signed in."""
    return signed_in(client, referent)


def test_letters_and_calls_of_the_place_wait_on_the_desk(device: FlaskClient) -> None:
    written(resident("Paul Papier", address="1 rue du Sanitas"))
    written(resident("Tom Téléphone", phone="+33611111111", preferred_channel=PreferredChannel.CALL))
    written(resident("Ana Loin", "Europe", address="2 rue Loin"))

    page = device.get("/desk/letters").text

    assert "Paul Papier" in page
    assert "Tom Téléphone" in page
    assert "06 11 11 11 11" in page
    assert "Ana Loin" not in page


def test_a_letter_done_is_noted_with_who_did_it(device: FlaskClient, referent: Person) -> None:
    message = written(resident("Paul Papier", address="1 rue du Sanitas"))

    device.post(f"/desk/letters/{message.id}/done")

    kept = session().scalar(sa.select(Message))
    assert (kept.delivery, kept.delivered_by_id) == (Delivery.SENT, referent.id)
    assert "Paul Papier" not in device.get("/desk/letters").text


def test_all_the_letters_printed_are_noted_gone_at_once(device: FlaskClient) -> None:
    papers = [written(resident(name, address="1 rue du Sanitas")) for name in ("Paul Papier", "Paula Plume")]

    device.post("/desk/letters/done", data={"message": [paper.id for paper in papers]})

    assert set(session().scalars(sa.select(Message.delivery))) == {Delivery.SENT}


def test_one_letter_of_elsewhere_stops_the_whole_pile(device: FlaskClient) -> None:
    papers = [
        written(resident("Paul Papier", address="1 rue du Sanitas")),
        written(resident("Ana Loin", "Europe", address="2 rue Loin")),
    ]

    answer = device.post("/desk/letters/done", data={"message": [paper.id for paper in papers]})

    assert answer.status_code == 404
    assert set(session().scalars(sa.select(Message.delivery))) == {Delivery.WAITING}


def test_a_letter_of_elsewhere_is_not_ticked_off(device: FlaskClient) -> None:
    message = written(resident("Ana Loin", "Europe", address="2 rue Loin"))

    answer = device.post(f"/desk/letters/{message.id}/done")

    assert answer.status_code == 404
    assert session().scalar(sa.select(Message)).delivery is Delivery.WAITING


def test_a_gestionnaire_of_the_fund_sees_the_letters_of_its_city(client: FlaskClient, app: Flask) -> None:
    person = make.person("Gaëlle Gestionnaire")
    make.role(person, "gestionnaire", Scope.FUND, make.fund().id)
    written(resident("Paul Papier", address="1 rue du Sanitas"))

    page = signed_in(client, person).get("/desk/letters").text

    assert "Paul Papier" in page


def test_each_letter_is_a_sheet(device: FlaskClient) -> None:
    for name in ("Paul Papier", "Rose Papier"):
        written(resident(name, address=f"1 rue de {name}"))

    page = device.get("/desk/letters/print").text

    assert page.count('<article class="sheet">') == 2
    assert "1 rue de Rose Papier" in page


def test_a_failure_is_shown_with_its_reason(device: FlaskClient) -> None:
    message = written(resident("Eve Email", email="eve@exemple.fr", preferred_channel=PreferredChannel.EMAIL))
    _fail(message)

    page = device.get("/desk/letters").text

    assert "Eve Email" in page
    assert "ou le numéro n" in page


def test_a_failure_whose_text_is_erased_waits_for_nobody(device: FlaskClient) -> None:
    message = written(resident("Eve Email", email="eve@exemple.fr", preferred_channel=PreferredChannel.EMAIL))
    _fail(message, body="")

    waiting, kept = device.get("/desk/letters").text, device.get("/desk/messages").text

    assert "Eve Email" not in waiting
    assert "Eve Email" in kept


def test_what_was_written_to_somebody_without_an_account_is_found_by_their_name(device: FlaskClient) -> None:
    _fail(written(resident("Nora", email="nora@exemple.fr")), person_id=None, addressee="Nora Petit")

    page = device.get("/desk/messages?q=nora+petit").text

    assert "Nora Petit" in page


def test_a_code_never_shows_on_the_desk(device: FlaskClient) -> None:
    _fail(_secret())

    assert "Tout est parti" in device.get("/desk/letters").text


def test_the_queue_leads_to_the_letters(device: FlaskClient) -> None:
    assert 'href="/desk/letters"' in device.get("/desk").text


def test_a_resident_does_not_see_the_desk(client: FlaskClient, app: Flask) -> None:
    answer = signed_in(client, make.person()).get("/desk/letters")

    assert answer.status_code == 403


@transaction()
def _fail(message: Message, **changes: object) -> None:
    row = session().get(Message, message.id)
    row.delivery, row.error = Delivery.FAILED, "address_refused"
    for name, value in changes.items():
        setattr(row, name, value)


@transaction()
def _secret() -> Message:
    return mail.write_secret("eve@exemple.fr", "Votre code", "123456")
