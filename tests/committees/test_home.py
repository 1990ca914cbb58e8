"""The committee's home and its list of decisions: who is led there, and what they find."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import clock
from app.committees import services
from tests import make
from tests.committees.room import Room, grant, room, waiting
from tests.committees.test_screens import enter, text_of
from tests.queries import counted


@pytest.fixture
def where(app: Flask) -> Room:
    return room()


@pytest.mark.parametrize("role", ["committee_secretary", "referent", "gestionnaire", "metro_admin"])
def test_those_who_follow_a_committee_are_led_to_it(client: FlaskClient, where: Room, role: str) -> None:
    enter(client, make.actor(role))

    assert 'href="/committee"' in client.get("/me").get_data(as_text=True)
    assert where.committee.name in text_of(client.get("/committee"))


def test_a_member_is_led_to_the_committee_and_a_past_member_is_not(client: FlaskClient, where: Room) -> None:
    past = make.seat(where.committee, name="Ancienne membre", to_on=clock.today() - timedelta(days=1))

    shown = []
    for seat in (where.seats[0], past):
        enter(client, seat)
        shown.append('href="/committee"' in client.get("/me").get_data(as_text=True))

    assert shown == [True, False]


def test_a_resident_is_not_shown_the_committee(client: FlaskClient, where: Room) -> None:
    enter(client, make.actor())

    assert 'href="/committee"' not in client.get("/me").get_data(as_text=True)


def test_knowing_who_sits_costs_no_query(client: FlaskClient, where: Room) -> None:
    enter(client, where.seats[0])

    with counted() as sent:
        client.get("/accessibility")

    assert len([it for it in sent if it != "BEGIN"]) == 1, "\n\n".join(sent)


def test_who_only_follows_has_no_way_into_the_room(client: FlaskClient, where: Room) -> None:
    address = f"/committee/sittings/{where.sitting.id}"
    enter(client, make.actor("referent"))
    followed = client.get("/committee").get_data(as_text=True)

    enter(client, where.seats[0])
    attended = client.get("/committee").get_data(as_text=True)

    assert address not in followed
    assert address in attended


def test_the_home_shows_the_last_decisions_and_leads_to_all_of_them(client: FlaskClient, where: Room) -> None:
    for rank in range(9):
        services.decide(
            where.sitting,
            waiting(where.money, title=f"Projet {rank}", requested_cents=100_00),
            grant(100_00),
            where.secretary,
        )
    enter(client, where.seats[0])

    home = text_of(client.get("/committee"))
    everything = text_of(client.get(f"/committee/{where.committee.id}/decisions"))

    assert f'href="/committee/{where.committee.id}/decisions"' in home
    assert ("Projet 8" in home, "Projet 0" in home) == (True, False)
    assert all(f"Projet {rank}" in everything for rank in range(9))


def test_the_list_of_decisions_has_pages(client: FlaskClient, where: Room) -> None:
    for rank in range(21):
        services.decide(
            where.sitting,
            waiting(where.money, title=f"Projet n{rank}.", requested_cents=10_00),
            grant(10_00),
            where.secretary,
        )
    enter(client, where.seats[0])

    first = text_of(client.get(f"/committee/{where.committee.id}/decisions"))
    second = text_of(client.get(f"/committee/{where.committee.id}/decisions?page=2"))

    assert ("n20." in first, "n0." in first) == (True, False)
    assert ("n20." in second, "n0." in second) == (False, True)
    assert "Page 2 sur 2" in second


def test_the_decisions_are_listed_for_those_concerned_only(client: FlaskClient, where: Room) -> None:
    enter(client, make.actor())

    assert client.get(f"/committee/{where.committee.id}/decisions").status_code == 404
