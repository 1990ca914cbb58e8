"""The screens before and after a sitting: prepare it, read and sign its minutes, read them in public."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app import clock
from app.accounts.models import Person, Scope
from app.committees import agendas, services
from app.committees.models import Sitting
from app.committees.services import Appointment
from app.db import session, transaction
from tests import make
from tests.committees.room import Room, adjourn, grant, room, waiting
from tests.markup import faults
from tests.queries import counted
from tests.sessions import sign_in

MOST_QUERIES = 8
PDF = b"%PDF-1.7\n%%EOF"


def enter(client: FlaskClient, person_id: int | None) -> None:
    sign_in(client, session().get_one(Person, person_id))


@pytest.fixture
def ahead(app: Flask) -> tuple[Sitting, Room]:
    """Plan a sitting in ten days, with two files on its agenda and one that came late."""
    there = room(deposit_lead_days=5)
    day = clock.today() + timedelta(days=10)
    planned = services.plan_sitting(there.committee, Appointment(day, "Salle <b>bleue</b>"), there.secretary)
    waiting(there.money, title="Premier")
    waiting(there.money, title="Deuxième")
    with clock.told(clock.now() + timedelta(days=8)):
        waiting(there.money, title="Tardif")
    return planned, there


def closed(client: FlaskClient) -> Room:
    """Close a sitting that granted one file and adjourned another; the chair is its first member."""
    there = room()
    _chair(there)
    services.decide(there.sitting, waiting(there.money), grant(), there.secretary)
    services.decide(there.sitting, waiting(there.money, title="Fête"), adjourn(), there.secretary)
    services.close_sitting(there.sitting, there.secretary)
    enter(client, there.secretary.person_id)
    return there


@transaction()
def _chair(there: Room) -> None:
    there.seats[0].is_chair = True
    session().flush()


def test_the_secretariat_prepares_convenes_and_follows(client: FlaskClient, ahead: tuple[Sitting, Room]) -> None:
    held, there = ahead
    enter(client, there.secretary.person_id)
    address = f"/committee/sittings/{held.id}"
    before = client.get(address).text
    tardy = agendas.elsewhere(held)[0][0]

    client.post(f"{address}/late-files", data={"late-project_id": tardy.id, "late-reason": "Fête le 3"})
    client.post(f"{address}/agenda", data={"project_id": tardy.id, "by": "-1"})
    client.post(f"{address}/convene")
    client.post(f"{address}/remind")

    page = client.get(address).text
    order = [item.project.title for item in agendas.items_of(held.id)]
    assert "aucune séance ne peut le recevoir" in before
    assert "Salle &lt;b&gt;bleue" in before
    assert order == ["Premier", "Tardif", "Deuxième"]
    assert "Accepté après la date limite : Fête le 3" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert page.count("Lettre postée") == 2 * len(there.seats)
    assert faults(page) == []


def test_a_late_file_without_a_reason_comes_back_with_what_is_missing(
    client: FlaskClient, ahead: tuple[Sitting, Room]
) -> None:
    held, there = ahead
    enter(client, there.secretary.person_id)
    project = agendas.elsewhere(held)[0][0]

    answer = client.post(f"/committee/sittings/{held.id}/late-files", data={"late-project_id": project.id})

    assert answer.status_code == 422
    assert "Dites pourquoi la présidence accepte ce projet." in answer.text
    assert faults(answer.text) == []


def test_the_secretariat_moves_then_cancels_a_sitting(client: FlaskClient, ahead: tuple[Sitting, Room]) -> None:
    held, there = ahead
    enter(client, there.secretary.person_id)
    day = (clock.today() + timedelta(days=20)).isoformat()
    moved = {"move-held_on": day, "move-hour": "19:30", "move-place": "Gymnase", "move-reason": "Salle prise"}

    client.post(f"/committee/sittings/{held.id}/postpone", data=moved)
    page = client.get(f"/committee/sittings/{held.id}").text.replace("\N{NO-BREAK SPACE}", " ")
    client.post(f"/committee/sittings/{held.id}/cancel", data={"cancel-reason": "Plus de salle"})

    assert "19 h 30, Gymnase" in page
    assert "La séance est annulée" in client.get(f"/committee/sittings/{held.id}").text


def test_a_cancelled_sitting_takes_no_late_file(client: FlaskClient, ahead: tuple[Sitting, Room]) -> None:
    sitting, there = ahead
    services.cancel(sitting, "Salle fermée", there.secretary)
    enter(client, there.secretary.person_id)

    page = client.get(f"/committee/sittings/{sitting.id}").get_data(as_text=True)

    assert "La séance est annulée" in page
    assert "Mettre à l'ordre du jour" not in page.replace("&#39;", "'")


def test_a_secretary_of_another_city_changes_nothing(client: FlaskClient, ahead: tuple[Sitting, Room]) -> None:
    held, _there = ahead
    stranger = make.person("Ailleurs")
    make.role(stranger, "committee_secretary", Scope.COMMUNE, make.commune("Joué", "37122").id)
    enter(client, stranger.id)

    for act in ("convene", "remind", "postpone", "cancel", "late-files", "agenda", "told/1"):
        assert client.post(f"/committee/sittings/{held.id}/{act}").status_code == 403
    assert client.get(f"/committee/sittings/{held.id}/booklet.pdf").status_code == 404
    assert client.get(f"/committee/sittings/{held.id}/convocations.pdf").status_code == 403


def test_the_letters_to_post_are_printed_together(client: FlaskClient, ahead: tuple[Sitting, Room]) -> None:
    held, there = ahead
    services.convene(held, there.secretary)
    enter(client, there.secretary.person_id)

    printed = client.get(f"/committee/sittings/{held.id}/convocations.pdf")

    assert printed.mimetype == "application/pdf"
    assert printed.data.startswith(b"%PDF")


def test_two_people_sign_on_screen_and_everybody_reads_the_minutes_without_names(client: FlaskClient) -> None:
    there = closed(client)
    address = f"/committee/sittings/{there.sitting.id}"
    files = [item.project_id for item in agendas.items_of(there.sitting.id)]
    words = {f"note_{files[0]}": "Bravo <b>!</b>", f"note_{files[1]}": "", "remarks": "Bel accueil"}
    assert client.post(f"{address}/minutes", data=words).status_code == 303
    page = client.get(f"{address}/minutes").text
    assert faults(page) == []
    digest = page.split('name="digest" type="hidden" value="')[1][:64]

    client.post(f"{address}/minutes/sign", data={"digest": digest})
    client.post(f"{address}/minutes/publish")
    refused = client.get(f"{address}/minutes").text
    enter(client, there.seats[0].person_id)
    client.post(f"{address}/minutes/sign", data={"digest": digest})
    enter(client, there.secretary.person_id)
    client.post(f"{address}/minutes/publish")
    client.post("/sign-out")

    public = client.get(f"{address}/public").text
    assert "À relire et à signer" in refused
    assert "Bravo &lt;b&gt;" in public
    assert "Habitante 1" not in public
    assert faults(public) == []
    assert f"{address}/public" in client.get(f"/committee/funds/{there.money.code}/sittings").text
    assert client.get(f"{address}/public-minutes.pdf").data.startswith(b"%PDF")


def test_a_page_signed_by_hand_is_kept_and_given_back_to_the_secretariat(client: FlaskClient) -> None:
    there = closed(client)
    address = f"/committee/sittings/{there.sitting.id}"
    digest = client.get(f"{address}/minutes").text.split('name="digest" type="hidden" value="')[1][:64]
    scan = {"paper-digest": digest, "paper-seat_id": there.seats[0].id, "paper-scan": (io.BytesIO(PDF), "pv.pdf")}

    wrong = client.post(f"{address}/minutes/paper", data=scan | {"paper-scan": (io.BytesIO(b"MZ"), "pv.pdf")})
    right = client.post(f"{address}/minutes/paper", data=scan | {"paper-scan": (io.BytesIO(PDF), "pv.pdf")})

    page = client.get(f"{address}/minutes").text
    assert (wrong.status_code, right.status_code) == (422, 303)
    assert "(sur papier)" in page
    link = page.split(f"{address}/scans/")[1].split('"')[0]
    assert client.get(f"{address}/scans/{link}").data == PDF


def test_minutes_are_read_by_members_only_until_they_are_published(client: FlaskClient) -> None:
    there = closed(client)
    address = f"/committee/sittings/{there.sitting.id}"

    enter(client, make.actor("referent").person_id)
    seen = [client.get(f"{address}/{page}").status_code for page in ("minutes", "minutes.pdf", "public")]
    enter(client, there.seats[3].person_id)
    member = client.get(f"{address}/minutes").text

    assert seen == [404, 404, 404]
    assert "Signer ce procès-verbal" not in member
    assert client.get(f"{address}/minutes.pdf").data.startswith(b"%PDF")


def test_the_pages_of_a_sitting_cost_few_queries_whatever_its_files(
    client: FlaskClient, ahead: tuple[Sitting, Room]
) -> None:
    held, there = ahead
    services.convene(held, there.secretary)
    enter(client, there.secretary.person_id)
    before, after = f"/committee/sittings/{held.id}", f"/committee/sittings/{there.sitting.id}/minutes"

    preparing = _selects(client, before)
    services.close_sitting(there.sitting, there.secretary)
    reading = _selects(client, after)

    assert 0 < len(preparing) <= MOST_QUERIES
    assert 0 < len(reading) <= MOST_QUERIES


def _selects(client: FlaskClient, address: str) -> list[str]:
    with counted() as sent:
        assert client.get(address).status_code == 200
    return [one for one in sent if one.startswith("SELECT")]


def test_the_home_leads_to_the_minutes_to_sign(client: FlaskClient) -> None:
    there = closed(client)

    page = client.get(f"/committee?committee={there.committee.id}").text

    assert f"/committee/sittings/{there.sitting.id}/minutes" in page
    assert session().scalars(sa.select(Sitting.state).filter_by(id=there.sitting.id)).one() == "closed"


def test_on_the_day_the_page_of_a_convened_sitting_takes_the_roll_call(client: FlaskClient) -> None:
    where, secretary = make.committee(), make.actor("committee_secretary")
    seats = [make.seat(where, name=f"Habitante {number}") for number in range(3)]
    held = services.plan_sitting(where, Appointment(clock.today(), "Ici"), secretary)
    services.convene(held, secretary)
    enter(client, secretary.person_id)

    page = client.get(f"/committee/sittings/{held.id}").text
    client.post(f"/committee/sittings/{held.id}/open", data={"present": [str(seat.id) for seat in seats]})

    assert "Cochez les personnes présentes" in page
    assert faults(page) == []
    assert session().get_one(Sitting, held.id, populate_existing=True).state == "open"
