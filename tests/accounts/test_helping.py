"""Acting for a resident: who may, for how long, and what happens to a form when the time is over."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app import clock, security
from app.accounts import policy
from app.accounts.models import AssistedEntry, Person, Scope
from app.accounts.queries import person_with_roles
from app.accounts.services import helping as services
from app.db import session
from app.steps.actor import Actor
from tests import make
from tests.sessions import sign_in

AGREED = {"mode": "oral", "agreement": "read_back"}


@pytest.fixture
def helper(app: Flask) -> Person:
    """Store a helper of the Sanitas."""
    person = make.person("Hélène Aidante", email="helene@exemple.fr")
    make.role(person, "helper", Scope.NEIGHBOURHOOD, make.neighbourhood().id)
    return person


@pytest.fixture
def resident(helper: Person) -> Person:
    """Store a resident of the Sanitas."""
    return make.person("Youssef Benali", neighbourhood_id=make.neighbourhood().id, phone="+33611111111")


@pytest.fixture
def device(client: FlaskClient, helper: Person) -> FlaskClient:
    """Give the helper's browser, signed in."""
    return signed_in(client, helper)


def signed_in(client: FlaskClient, person: Person) -> FlaskClient:
    """Sign a person in without the pages that do it."""
    sign_in(client, person)
    return client


def helping_of(client: FlaskClient) -> dict | None:
    """Return what the session says of the help under way."""
    with client.session_transaction() as cookie:
        return cookie.get("helping")


def test_a_helper_acts_for_a_resident_for_thirty_minutes(device: FlaskClient, helper: Person, resident: Person) -> None:
    answer = device.post(f"/help/{resident.id}", data=AGREED)

    entry = session().scalar(sa.select(AssistedEntry))
    assert answer.status_code == 303
    assert (entry.helper_id, entry.person_id, entry.agreement) == (helper.id, resident.id, "read_back")
    assert entry.expires_at - entry.started_at == timedelta(minutes=30)
    assert "Vous agissez pour Youssef Benali" in device.get("/help").text


def test_the_actor_of_a_helper_names_both(app: Flask, helper: Person, resident: Person) -> None:
    entry = services.start_helping(resident.id, "oral", "read_back", Actor(helper.id))

    with app.test_request_context():
        security.start_helping(security.Helping(resident.id, resident.name, entry.id, entry.expires_at))
        during = security.helped_id()
        with clock.told(entry.expires_at):
            after = security.helped_id()

    assert (during, after) == (resident.id, None)


def test_a_helper_stops_at_will(device: FlaskClient, resident: Person) -> None:
    device.post(f"/help/{resident.id}", data=AGREED)

    device.post("/help/stop", data={"read_back": "yes"})

    assert helping_of(device) is None
    assert session().scalar(sa.select(AssistedEntry)).ended_at is not None


def test_a_copied_cookie_is_worth_nothing_once_the_help_is_stopped(device: FlaskClient, resident: Person) -> None:
    device.post(f"/help/{resident.id}", data=AGREED)
    with device.session_transaction() as cookie:
        copied = cookie["helping"]
    device.post("/help/stop", data={"read_back": "yes"})

    with device.session_transaction() as cookie:
        cookie["helping"] = copied

    assert "Vous agissez pour Youssef Benali" not in device.get("/help").text
    assert helping_of(device) is None


def test_going_out_ends_the_help(device: FlaskClient, resident: Person) -> None:
    device.post(f"/help/{resident.id}", data=AGREED)

    device.post("/sign-out")

    assert session().scalar(sa.select(AssistedEntry)).ended_at is not None


def test_nobody_helps_a_resident_of_elsewhere(device: FlaskClient) -> None:
    elsewhere = make.person("Ana Loin", neighbourhood_id=make.neighbourhood("Europe").id)

    answers = [device.get(f"/help/{elsewhere.id}"), device.post(f"/help/{elsewhere.id}", data=AGREED)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert session().scalar(sa.select(sa.func.count()).select_from(AssistedEntry)) == 0


def test_nobody_helps_a_person_who_holds_a_role(helper: Person) -> None:
    place = make.neighbourhood().id
    other = make.person("Rémi Référent", neighbourhood_id=place)
    make.role(other, "referent", Scope.NEIGHBOURHOOD, place)

    with pytest.raises(services.NotHelpable):
        services.start_helping(other.id, "oral", "read_back", Actor(helper.id))


def test_nobody_helps_themselves(helper: Person) -> None:
    me = person_with_roles(helper.id)

    assert not policy.can_help(me, me)


def test_a_resident_does_not_help_another(client: FlaskClient, resident: Person) -> None:
    neighbour = make.person("Lou Voisine", neighbourhood_id=make.neighbourhood().id)

    answer = signed_in(client, neighbour).post(f"/help/{resident.id}", data=AGREED)

    assert answer.status_code == 403


def test_a_city_helper_reaches_its_neighbourhoods(resident: Person) -> None:
    helper = make.person("Ville Aidante")
    make.role(helper, "facilitator", Scope.COMMUNE, make.commune().id)

    assert policy.can_help(person_with_roles(helper.id), person_with_roles(resident.id))


def test_the_search_finds_by_part_of_the_name_in_reach_only(device: FlaskClient, resident: Person) -> None:
    make.person("Youssef Loin", neighbourhood_id=make.neighbourhood("Europe").id)

    answer = device.post("/help", data={"text": "yous"})

    assert "Youssef Benali" in answer.text
    assert "Youssef Loin" not in answer.text


def test_the_search_finds_by_number_as_people_write_it(device: FlaskClient, resident: Person) -> None:
    answer = device.post("/help", data={"text": "06 11 11 11 11"})

    assert "Youssef Benali" in answer.text


@pytest.mark.parametrize("text", ["", "yo", "%%%"])
def test_the_search_lists_nobody_without_a_name(device: FlaskClient, resident: Person, text: str) -> None:
    answer = device.post("/help", data={"text": text})

    assert "Youssef" not in answer.text


def test_a_name_is_enough_to_write_a_resident_down(device: FlaskClient, helper: Person) -> None:
    device.post("/help/new", data={"name": "Rosa Sans Téléphone", "neighbourhood": make.neighbourhood().id})

    made = session().scalar(sa.select(Person).filter_by(name="Rosa Sans Téléphone"))
    assert (made.created_by_id, made.phone, made.email) == (helper.id, None, None)


def test_a_resident_of_elsewhere_is_not_written_down(device: FlaskClient, helper: Person) -> None:
    answer = device.post("/help/new", data={"name": "Rosa", "neighbourhood": make.neighbourhood("Europe").id})

    assert answer.status_code == 422


def test_a_known_number_is_not_given_to_a_second_person(device: FlaskClient, resident: Person) -> None:
    told = {"name": "Rosa", "phone": "0611111111", "neighbourhood": make.neighbourhood().id}

    answer = device.post("/help/new", data=told)

    assert answer.status_code == 422
    assert "déjà connu" in answer.text


def test_a_witness_is_named(device: FlaskClient, resident: Person) -> None:
    without = device.post(f"/help/{resident.id}", data={"mode": "oral", "agreement": "witness"})
    device.post(f"/help/{resident.id}", data={"mode": "oral", "agreement": "witness", "witness": "Mme Durand"})

    assert without.status_code == 422
    assert session().scalar(sa.select(AssistedEntry)).agreement == "witness: Mme Durand"


def test_a_form_sent_too_late_comes_back_as_typed_and_nothing_is_done(device: FlaskClient, resident: Person) -> None:
    device.post(f"/help/{resident.id}", data=AGREED)

    with clock.told(clock.now() + timedelta(minutes=31)):
        answer = device.post("/projects/new", data={"title": "Un <jardin> partagé"})

    assert answer.status_code == 409
    assert 'name="title" value="Un &lt;jardin&gt; partagé"' in answer.text
    assert "/help/resume?to=/projects/new" in answer.text


def test_resuming_sends_what_was_typed_where_it_was_going(device: FlaskClient, resident: Person) -> None:
    device.post(f"/help/{resident.id}", data=AGREED)
    again = {"title": "Un jardin", "helping-mode": "oral", "helping-agreement": "read_back"}

    with clock.told(clock.now() + timedelta(minutes=31)):
        answer = device.post("/help/resume?to=/projects/new", data=again)

    assert (answer.status_code, answer.location) == (307, "/projects/new")
    assert session().scalar(sa.select(sa.func.count()).select_from(AssistedEntry)) == 2
    assert helping_of(device)["person_id"] == resident.id


def test_resuming_without_an_agreement_keeps_what_was_typed(device: FlaskClient, resident: Person) -> None:
    device.post(f"/help/{resident.id}", data=AGREED)

    with clock.told(clock.now() + timedelta(minutes=31)):
        answer = device.post("/help/resume?to=/projects/new", data={"title": "Un jardin"})

    assert answer.status_code == 422
    assert 'name="title" value="Un jardin"' in answer.text


def test_resuming_never_sends_a_form_elsewhere(device: FlaskClient, resident: Person) -> None:
    device.post(f"/help/{resident.id}", data=AGREED)
    again = {"helping-mode": "oral", "helping-agreement": "read_back"}

    with clock.told(clock.now() + timedelta(minutes=31)):
        answer = device.post("/help/resume?to=//ailleurs.example/", data=again)

    assert answer.location == "/me"
