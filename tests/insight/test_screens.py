"""The screens of figures: six questions in order, each figure followed to its rows by those who may read them."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Scope
from app.insight.steering import QUESTIONS
from app.territory import services as territory
from app.territory.queries import all_neighbourhoods
from tests import make
from tests.queries import counted
from tests.sessions import sign_in

PAGES = ("/dashboard", "/dashboard/figures", "/dashboard/figures/I2a", "/dashboard/charts/I2a/places.svg")
MOST_QUERIES = 8


@pytest.fixture
def town(app) -> None:
    """Load the thirteen neighbourhoods, and hold a meeting in the first one."""
    territory.load_territory()
    make.meeting(all_neighbourhoods()[0])


def staff(client: FlaskClient, role: str, scope: Scope = Scope.METRO, scope_id: int | None = None) -> None:
    person = make.person(f"Quelqu'un {role}")
    make.role(person, role, scope, scope_id)
    sign_in(client, person)


def test_the_six_questions_are_answered_in_their_order(client, town) -> None:
    page = client.get("/dashboard?year=2026").text

    places = [page.index(str(one.title)) for one in QUESTIONS]
    assert places == sorted(places)
    assert page.count("Comment c'est calculé") >= len(QUESTIONS)
    assert page.count("Voir ce qu'il y a derrière") >= len(QUESTIONS)


def test_the_map_shows_the_thirteen_neighbourhoods_with_their_value_and_a_link(client, town) -> None:
    page = client.get("/dashboard?year=2026").text

    tiles = re.findall(r'<li class="tile at-x-\d at-y-\d"><a class="shade-\d" href="([^"]+)">', page)
    assert len(tiles) == 13
    assert all(client.get(address.replace("&amp;", "&")).status_code == 200 for address in tiles[:2])


def test_the_comparison_is_sorted_by_a_link(client, town) -> None:
    first = {
        order: re.findall(
            r'<th scope="row"><a [^>]+>([^<]+)', client.get(f"/dashboard/figures/I2a?year=2026&sort={order}").text
        )[0]
        for order in ("most", "")
    }

    assert first["most"] == all_neighbourhoods()[0].name
    assert first[""] == "Bords de Loire"


def test_each_page_asks_little_of_the_database_whatever_the_data(client, town) -> None:
    asked = {}

    for page in PAGES:
        client.get(page)
        with counted() as sent:
            client.get(page)
        asked[page] = len([one for one in sent if one != "BEGIN"])

    assert {page: number for page, number in asked.items() if number > MOST_QUERIES} == {}


def test_what_does_not_exist_is_not_found(client, town) -> None:
    addresses = ("figures/X9", "charts/X9/places.svg", "charts/I2a/pie.svg", "charts/I2a/places.svg?theme=pink",
                 "figures/X9/rows")  # fmt: skip

    answers = {address: client.get(f"/dashboard/{address}").status_code for address in addresses}

    assert set(answers.values()) == {404}


def test_a_wrong_place_or_period_falls_back_on_the_whole(client, town) -> None:
    answer = client.get("/dashboard?place=nulle-part&year=abc&quarter=7")

    assert answer.status_code == 200
    assert "Toute la métropole" in answer.text


def test_whoever_follows_the_place_sees_every_row_and_what_it_counts_for(client, town) -> None:
    place = all_neighbourhoods()[0]
    staff(client, "referent", Scope.COMMUNE, place.commune_id)

    page = client.get(f"/dashboard/figures/I2a/rows?place={place.slug}&year=2026").text

    assert "vous voyez toutes les lignes" in page
    assert "Que faire de la place" in page


def test_others_see_the_published_rows_alone(client, town) -> None:
    place = all_neighbourhoods()[0]

    for role in ("evaluator", "helper", "answerer"):
        staff(client, role)
        page = client.get(f"/dashboard/figures/I2a/rows?place={place.slug}&year=2026&only=numerator").text

        assert "vous voyez toutes les lignes" not in page
        assert "Compte pour" not in page


def test_a_referent_of_another_city_is_a_reader_like_everybody(client, town) -> None:
    place = all_neighbourhoods()[0]
    elsewhere = next(one for one in all_neighbourhoods() if one.commune_id != place.commune_id)
    staff(client, "referent", Scope.COMMUNE, elsewhere.commune_id)

    there, everywhere, at_home = (
        client.get(f"/dashboard/figures/I2a/rows?place={asked}&year=2026").text
        for asked in (place.slug, "metro", elsewhere.slug)
    )

    assert "vous voyez toutes les lignes" not in there + everywhere
    assert "vous voyez toutes les lignes" in at_home
