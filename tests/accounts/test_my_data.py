"""My data: yes and no to each purpose, a copy of everything, and being erased."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app import clock, mail
from app.accounts import policy
from app.accounts.models import AssistedEntry, AssistedMode, Consent, PaperForm, Person, PreferredChannel, Purpose
from app.accounts.queries import people_named
from app.accounts.services import codes, consents, erasure
from app.db import Model, open_transaction, session, transaction
from app.evaluation.models import Formation, Panel, PanelMember
from app.mail.models import Message
from app.projects.models import Project, TeamMember
from app.steps import journal
from app.steps.actor import Actor
from tests import make
from tests.sessions import sign_in

EMAIL, PHONE = "amina@exemple.fr", "+33612345678"


@pytest.fixture
def amina(app: Flask) -> Person:
    """Store somebody who left everything we may ask for."""
    return make.person(
        "Amina Diallo", email=EMAIL, phone=PHONE, address="3 rue des Lilas", neighbourhood_id=make.neighbourhood().id,
        preferred_channel=PreferredChannel.EMAIL,
    )  # fmt: skip


@transaction()
def write_to(person: Person) -> None:
    mail.write(person, "Votre projet", "Bonjour Amina Diallo")


def everything() -> str:
    """Return every text of the database, to look for what should be gone."""
    rows = (session().execute(sa.select(table)).all() for table in Model.metadata.sorted_tables)
    return "\n".join(str(row) for found in rows for row in found)


def test_a_yes_can_be_taken_back_and_both_are_kept(client: FlaskClient, amina: Person) -> None:
    sign_in(client, amina)

    client.post("/account/data/consents/invitations", data={"answer": "yes"})
    client.post("/account/data/consents/invitations", data={"answer": "yes"})
    client.post("/account/data/consents/invitations", data={"answer": "no"})

    (kept,) = session().scalars(sa.select(Consent)).all()
    assert (kept.purpose, kept.told_to_id) == (Purpose.INVITATIONS, None)
    assert kept.given_at <= kept.withdrawn_at
    assert kept.proof != ""


def test_a_yes_said_to_a_helper_names_the_helper(app: Flask, amina: Person) -> None:
    helper = make.person("Léa Morin")

    given = consents.give_consent(Purpose.INVITATIONS, "Dit de vive voix.", Actor(helper.id, amina.id))

    assert (given.person_id, given.told_to_id) == (amina.id, helper.id)


def test_the_copy_holds_what_i_wrote_and_names_nobody_else(client: FlaskClient, amina: Person) -> None:
    project = make.project(Actor(amina.id))
    write_to(amina)
    sign_in(client, amina)

    answer = client.get("/account/data/copy")

    held = json.loads(answer.text)["held"]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert held["person"][0]["phone"] == PHONE
    assert held["project"][0]["title"] == project.title
    assert held["message"][0]["body"] == "Bonjour Amina Diallo"
    assert "password_hash" not in held["person"][0]
    assert "Chantal" not in answer.text


def test_staff_take_no_copy_of_what_they_carried_for_others(client: FlaskClient, amina: Person) -> None:
    referent = make.person("Rémi Référent")
    make.role(referent, "referent")
    with open_transaction():
        message = mail.write(amina, "Votre projet", "Bonjour Amina Diallo")
        message.delivered_by_id = referent.id
    sign_in(client, referent)

    copy = client.get("/account/data/copy").text

    assert '"message"' in copy
    assert not [secret for secret in ("Amina", EMAIL) if secret in copy]


def test_a_message_that_waits_keeps_nobody_from_being_erased(app: Flask) -> None:
    bilal = make.person("Bilal Roy", address="3 rue des Lilas", preferred_channel=PreferredChannel.LETTER)
    write_to(bilal)

    erasure.erase(bilal.id)

    (message,) = session().scalars(sa.select(Message)).all()
    assert (message.body, message.recipient, message.delivery.value) == ("", "", "failed")


def test_a_code_leaves_no_address_behind(app: Flask, amina: Person) -> None:
    codes.send_code(EMAIL, "fr")

    (message,) = session().scalars(sa.select(Message)).all()
    assert (message.recipient, message.body) == ("", "")


def test_somebody_erased_is_found_and_helped_no_more(app: Flask) -> None:
    helper = make.person("Léa Morin")
    make.role(helper, "helper")
    bilal = make.person("Bilal Roy", created_by_id=helper.id)
    erasure.erase(bilal.id)

    assert people_named("Une personne", None) == []
    assert not policy.can_help(session().get_one(Person, helper.id), session().get_one(Person, bilal.id))


def test_an_erased_person_leaves_a_nameless_stub(client: FlaskClient, amina: Person) -> None:
    project = make.project(Actor(amina.id))
    write_to(amina)
    sign_in(client, amina)

    unsure = client.post("/account/erase")
    sure = client.post("/account/erase", data={"sure": "yes"})

    assert unsure.status_code == 422
    assert sure.status_code == 303
    left = everything()
    assert not [secret for secret in ("Diallo", EMAIL, PHONE, "Lilas") if secret in left]
    assert session().get_one(Person, amina.id).erased_at is not None
    assert session().scalar(sa.select(Message)).body == ""
    assert (
        session().scalar(sa.select(TeamMember).filter_by(project_id=project.id, is_main=True)).name == erasure.NAMELESS
    )
    assert list(journal.faults()) == []
    assert client.get("/account").status_code == 302


def test_an_erased_person_leaves_neither_panels_nor_sheets_in_their_hand(app: Flask, amina: Person) -> None:
    project = make.project(make.actor())
    judge_and_key(project, amina)
    erasure.erase(amina.id)

    session().expire_all()
    assert "Zohra" not in everything()
    assert session().scalar(sa.select(PaperForm.scan_sha256)) == ""
    assert session().scalar(sa.select(sa.func.count()).select_from(PanelMember)) == 1


@transaction()
def judge_and_key(project: Project, person: Person) -> None:
    now, helper = clock.now(), make.person("Léa Morin")
    entry = AssistedEntry(helper_id=helper.id, person_id=person.id, mode=AssistedMode.PAPER, agreement="paper: 1",
                          started_at=now, expires_at=now)  # fmt: skip
    panel = Panel(project_id=project.id, formation=Formation.VOLUNTEERS, formed_at=now)
    session().add_all([entry, panel])
    session().flush()
    place_id = make.neighbourhood().id
    session().add_all([
        PanelMember(panel_id=panel.id, person_id=person.id, name="Zohra du panel"),
        PaperForm(kind="idea", batch=1, neighbourhood_id=place_id, printed_by_id=helper.id, printed_at=now,
                  entry_id=entry.id, scan_sha256="a" * 64, scan_name="Zohra.jpg", scan_type="image/jpeg", scan_size=9),
    ])  # fmt: skip


def test_public_money_under_way_keeps_an_account(client: FlaskClient, amina: Person) -> None:
    make.put(make.project(Actor(amina.id), granted_cents=600_00, published_at=clock.now()), "running")
    sign_in(client, amina)

    page = client.post("/account/erase", data={"sure": "yes"})

    assert page.status_code == 422
    assert "a reçu une aide" in page.text
    assert session().get_one(Person, amina.id).erased_at is None


def test_a_role_keeps_an_account(client: FlaskClient, amina: Person) -> None:
    make.role(amina, "referent")

    with pytest.raises(erasure.MustStay):
        erasure.erase(amina.id)


def test_a_seat_keeps_an_account(app: Flask) -> None:
    seat = make.seat(make.committee())

    with pytest.raises(erasure.MustStay):
        erasure.erase(seat.person_id)


def test_a_helper_can_neither_copy_nor_erase(client: FlaskClient, amina: Person) -> None:
    helper = make.person("Léa Morin")
    make.role(helper, "helper")
    sign_in(client, helper)
    client.post(f"/help/{amina.id}", data={"mode": "oral", "agreement": "read_back"})

    copied, erased = client.get("/account/data/copy"), client.post("/account/erase", data={"sure": "yes"})

    assert (copied.status_code, erased.status_code) == (403, 403)
    assert "Amina Diallo" in client.get("/account/data").text
