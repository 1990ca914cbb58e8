"""The committee's screens, without JavaScript: what each person reads, types and is refused."""

from html import unescape

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app import clock
from app.accounts.models import Person
from app.committees import files, services
from app.committees.models import Decision, Seat, Sitting
from app.db import session
from app.steps.actor import Actor
from tests import make
from tests.committees.room import Room, grant, room, waiting
from tests.queries import counted
from tests.sessions import sign_in


def text_of(response) -> str:
    return " ".join(unescape(response.get_data(as_text=True)).replace("\u00a0", " ").replace("\u202f", " ").split())


def enter(client: FlaskClient, who: Actor | Seat) -> None:
    sign_in(client, session().get(Person, who.person_id))


def typed(**fields: str) -> dict[str, str]:
    return {
        "result": "grant",
        "amount": "600",
        "votes_for": "7",
        "votes_against": "0",
        "abstentions": "0",
        "reason": "",
        "conditions": "",
    } | fields


@pytest.fixture
def where(app: Flask) -> Room:
    return room()


def test_a_member_reads_what_awaits_the_committee_and_what_is_left(client: FlaskClient, where: Room) -> None:
    project = waiting(where.money)
    enter(client, where.seats[0])

    page = text_of(client.get("/committee"))

    assert project.title in page
    assert "10 000 €" in page
    assert "Annoncer une séance" not in page


def test_someone_who_does_not_sit_learns_how_to(client: FlaskClient, where: Room) -> None:
    enter(client, make.actor())

    response = client.get("/committee")

    assert response.status_code == 200
    assert "Vous ne siégez pas" in text_of(response)


def test_a_visitor_is_asked_to_sign_in(client: FlaskClient, where: Room) -> None:
    assert client.get(f"/committee/sittings/{where.sitting.id}").status_code in {302, 401}


def test_the_sitting_is_closed_to_whoever_does_not_sit(client: FlaskClient, where: Room) -> None:
    enter(client, make.actor("gestionnaire"))

    assert client.get(f"/committee/sittings/{where.sitting.id}").status_code == 403


def test_the_secretariat_announces_and_opens_a_sitting(client: FlaskClient, app: Flask) -> None:
    where = make.committee()
    seats = [make.seat(where, name=f"Habitante {n}") for n in range(3)]
    enter(client, make.actor("committee_secretary"))
    today = clock.today().isoformat()

    client.post(f"/committee/{where.id}/sittings", data={"held_on": today, "place": "Centre social"})
    held = session().scalars(sa.select(Sitting)).one()
    client.post(f"/committee/sittings/{held.id}/convene")
    client.post(f"/committee/sittings/{held.id}/open", data={"present": [str(seats[0].id), str(seats[1].id)]})

    page = text_of(client.get(f"/committee/sittings/{held.id}"))
    assert "membres présents sur 3" in page
    assert held.in_session


def test_a_refused_announcement_keeps_what_was_typed(client: FlaskClient, where: Room) -> None:
    enter(client, where.secretary)

    response = client.post(
        f"/committee/{where.committee.id}/sittings", data={"held_on": "2020-01-01", "place": "Salle des fêtes"}
    )

    assert response.status_code == 422
    assert "un jour à venir" in text_of(response)
    assert 'value="Salle des fêtes"' in response.get_data(as_text=True)


def test_a_late_member_is_marked_as_arrived(client: FlaskClient, app: Flask) -> None:
    where = room(absent=1)
    enter(client, where.secretary)

    client.post(
        f"/committee/sittings/{where.sitting.id}/presence", data={"seat_id": str(where.seats[-1].id), "present": "1"}
    )

    assert set(files.agenda(where.sitting).present) == {seat.id for seat in where.seats}


def test_the_decision_is_recorded_and_the_next_file_comes(client: FlaskClient, where: Room) -> None:
    project = waiting(where.money)
    enter(client, where.secretary)

    answer = client.post(f"/projects/{project.ref}/decide", data=typed())

    page = text_of(client.get(answer.location))
    assert "le comité a accordé 600 €" in page
    assert "9 400 €" in page
    assert project.state == "granted"


def test_a_refused_decision_keeps_every_word_and_says_why(client: FlaskClient, where: Room) -> None:
    project = waiting(where.money)
    enter(client, where.secretary)

    response = client.post(
        f"/projects/{project.ref}/decide", data=typed(amount="1 500,00", votes_for="3", reason="Un <b>beau</b> projet")
    )

    page = text_of(response)
    assert response.status_code == 422
    assert "Vous avez compté 3 voix. Il y a 7 membres qui votent." in page
    assert "Le projet demande 600 €. Accordez au plus cette somme." in page
    assert "Un &lt;b&gt;beau&lt;/b&gt; projet" in response.get_data(as_text=True)
    assert 'value="1 500,00"' in page
    assert project.state == "scheduled"


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        ("12,345", "de deux façons"),
        ("-5", "négative"),
        ("beaucoup", "par exemple 600"),
        ("", "Indiquez la somme"),
        ("999999999999", "trop grande"),
    ],
)
def test_an_unreadable_amount_gets_a_sentence(client: FlaskClient, where: Room, amount, sentence) -> None:
    project = waiting(where.money)
    enter(client, where.secretary)

    response = client.post(f"/projects/{project.ref}/decide", data=typed(amount=amount))

    assert response.status_code == 422
    assert sentence in text_of(response)


def test_a_form_sent_twice_records_one_decision(client: FlaskClient, where: Room) -> None:
    project = waiting(where.money)
    enter(client, where.secretary)
    once = typed() | {"kept_id": "a"}
    first = client.post(f"/projects/{project.ref}/decide", data=once)

    answer = client.post(f"/projects/{project.ref}/decide", data=once)

    assert (answer.status_code, answer.location) == (303, first.location)
    assert session().scalar(sa.select(sa.func.count()).select_from(Decision)) == 1


def test_a_form_that_contradicts_a_decision_already_taken_is_refused(client: FlaskClient, where: Room) -> None:
    project = waiting(where.money)
    enter(client, where.secretary)
    client.post(f"/projects/{project.ref}/decide", data=typed())

    response = client.post(
        f"/projects/{project.ref}/decide", data=typed(result="refuse", votes_for="0", votes_against="7", reason="Non")
    )

    assert response.status_code == 422
    assert "n'attend plus de décision" in text_of(response)


def test_a_member_sees_the_file_but_no_decision_button(client: FlaskClient, where: Room) -> None:
    project = waiting(where.money)
    enter(client, where.seats[0])

    page = text_of(client.get(f"/projects/{project.ref}/decide"))

    assert "Plan du jardin" in page
    assert "7 membres votent" in page
    assert "Enregistrer la décision" not in page


@pytest.mark.parametrize("role", ["", "referent", "gestionnaire"])
def test_only_the_secretariat_sends_a_decision(client: FlaskClient, where: Room, role) -> None:
    project = waiting(where.money)
    enter(client, make.actor(role) if role else where.seats[0])

    response = client.post(f"/projects/{project.ref}/decide", data=typed())

    assert response.status_code == 403
    assert project.state == "scheduled"


def test_whoever_follows_the_link_learns_when_the_committee_meets(client: FlaskClient, where: Room) -> None:
    project = waiting(where.money)
    enter(client, make.actor())

    page = text_of(client.get(f"/projects/{project.ref}/decide"))

    assert "Sa séance est ouverte en ce moment." in page
    assert "Habitante 1" not in page


def test_without_an_open_sitting_the_page_says_who_opens_it(client: FlaskClient, where: Room) -> None:
    project = waiting(where.money)
    services.close_sitting(where.sitting, where.secretary)
    enter(client, where.seats[0])

    assert "C'est le secrétariat du comité qui ouvre la séance." in text_of(
        client.get(f"/projects/{project.ref}/decide")
    )


def test_a_member_steps_aside_from_their_seat(client: FlaskClient, where: Room) -> None:
    project = waiting(where.money)
    enter(client, where.seats[0])

    client.post(
        f"/projects/{project.ref}/recusals",
        data={"recusal-seat_id": str(where.seats[0].id), "recusal-reason": "Ma sœur y travaille"},
    )

    page = text_of(client.get(f"/projects/{project.ref}/decide"))
    assert "6 membres votent" in page
    assert "Vous ne votez pas sur ce projet." in page


def test_a_member_does_not_push_another_aside(client: FlaskClient, where: Room) -> None:
    project = waiting(where.money)
    enter(client, where.seats[0])

    response = client.post(
        f"/projects/{project.ref}/recusals",
        data={"recusal-seat_id": str(where.seats[1].id), "recusal-reason": "Il est contre"},
    )

    assert response.status_code == 422
    assert "7 membres votent" in text_of(client.get(f"/projects/{project.ref}/decide"))


def test_a_draft_has_no_decision_page(client: FlaskClient, where: Room) -> None:
    project = make.project()
    enter(client, where.secretary)

    assert client.get(f"/projects/{project.ref}/decide").status_code == 404


def test_thirty_files_and_fifteen_members_cost_eight_queries(client: FlaskClient, app: Flask) -> None:
    where = room(residents=10, others=5)
    projects = [waiting(where.money) for _ in range(30)]
    carrier = waiting(where.money, carrier=Actor(where.seats[3].person_id))
    services.decide(where.sitting, projects[0], grant(votes=(15, 0, 0)), where.secretary)
    enter(client, where.secretary)

    for url in ("/committee", f"/committee/sittings/{where.sitting.id}", f"/projects/{carrier.ref}/decide"):
        with counted() as sent:
            assert client.get(url).status_code == 200
        assert len([it for it in sent if it != "BEGIN"]) <= 8, "\n\n".join(sent)
