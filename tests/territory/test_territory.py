"""Neighbourhoods: loaded once, official codes from the national file only, pages that lead somewhere."""

from __future__ import annotations

import json
from datetime import date
from html import unescape

import pytest
import sqlalchemy as sa

from app import clock
from app.db import open_transaction, session
from app.territory import services
from app.territory.models import Neighbourhood
from app.voices.models import Contribution, ContributionKind
from tests import make
from tests.queries import counted


def national_file(*rows: tuple[str, str, str], **more: object) -> list[dict[str, object]]:
    """Return rows as the national file writes them."""
    return [{"code_qp": code, "nom_qp": name, "commune_qp": city, **more} for code, name, city in rows]


def test_the_thirteen_neighbourhoods_are_loaded_once(app) -> None:
    added = [services.load_territory() for _ in range(2)]

    rows = session().execute(sa.select(Neighbourhood.npnru, sa.func.count()).group_by(Neighbourhood.npnru)).all()
    assert added == [13, 0]
    assert {bool(npnru): count for npnru, count in rows} == {False: 9, True: 4}


def test_no_code_and_no_population_come_with_the_list(app) -> None:
    services.load_territory()

    known = session().execute(sa.select(Neighbourhood.code_qp, Neighbourhood.population)).all()
    assert set(known) == {(None, None)}


def test_codes_are_matched_by_name_and_city_whatever_the_accents(app) -> None:
    services.load_territory()

    report = services.fill_official_codes(
        national_file(
            ("QN03701M", "Maryse Bastie", "TOURS"),
            ("QN03702M", "Bord De Loire", "Tours"),
            ("QN03703M", "Niqueux-Bruère - Marcel Pagnol", "La Riche"),
            ("QN07501M", "Europe", "Paris"),
        )
    )

    codes = dict(session().execute(sa.select(Neighbourhood.slug, Neighbourhood.code_qp)).all())
    assert codes["maryse-bastie"] == "QN03701M"
    assert codes["bords-de-loire"] == "QN03702M"
    assert codes["niqueux-bruere-marcel-pagnol"] == "QN03703M"
    assert codes["europe"] is None
    assert (len(report.filled), report.unknown, len(report.still_without)) == (3, [], 10)


@pytest.mark.parametrize(
    "rows",
    [
        [("QN03701M", "Quartier Inconnu", "Tours")],
        [("n'importe quoi", "Sanitas", "Tours")],
        [("QN03701M", "Sanitas", "Tours"), ("QN03709M", "Sanitas", "Tours")],
    ],
)
def test_what_does_not_match_is_told_and_changes_nothing(app, rows) -> None:
    services.load_territory()

    report = services.fill_official_codes(national_file(*rows))

    assert report.unknown
    assert session().scalar(sa.select(sa.func.count()).where(Neighbourhood.code_qp.is_not(None))) == 0


def test_the_command_fills_the_codes_and_the_population_it_is_given(app, tmp_path) -> None:
    services.load_territory()
    rows = national_file(("QN03701M", "Sanitas", "Tours"), population=8227)
    file = tmp_path / "qpv.geojson"
    file.write_text(json.dumps({"features": [{"properties": row} for row in rows]}))

    result = app.test_cli_runner().invoke(args=["qpv", "import", str(file)])

    session().expire_all()
    place = session().scalars(sa.select(Neighbourhood).filter_by(slug="sanitas")).one()
    assert "Sanitas : QN03701M" in result.output
    assert (place.code_qp, place.population) == ("QN03701M", 8227)


def test_a_file_that_is_not_a_collection_is_refused_with_a_sentence(app, tmp_path) -> None:
    file = tmp_path / "qpv.geojson"
    file.write_text("{")

    result = app.test_cli_runner().invoke(args=["qpv", "import", str(file)])

    assert result.exit_code == 1
    assert "n'est pas une collection GeoJSON" in result.output


def test_a_neighbourhood_page_shows_where_people_talk_and_its_projects(client, app) -> None:
    meeting = make.meeting()
    make.project(title="Jardin public", published_at=clock.now())

    text = unescape(client.get("/neighbourhoods/sanitas").text)

    assert "Café des voisins" in text
    assert f"/meetings/{meeting.id}" in text
    assert "Jardin public" in text


def test_a_meeting_page_shows_what_was_said_and_what_was_born(client, app) -> None:
    meeting = make.meeting()
    with open_transaction() as current:
        voice = Contribution(
            meeting_id=meeting.id,
            neighbourhood_id=meeting.space.neighbourhood_id,
            kind=ContributionKind.IDEA,
            text="Il manque un <b>banc</b>.",
            said_on=date(2026, 3, 4),
        )
        current.add(voice)
    make.project(title="Un banc", origin_meeting_id=meeting.id, published_at=clock.now())

    text = client.get(f"/meetings/{meeting.id}").text

    assert "Il manque un &lt;b&gt;banc&lt;/b&gt;." in text
    assert f"/projects/new?meeting={meeting.id}&amp;remark={voice.id}" in text
    assert "Un banc" in text


@pytest.mark.parametrize("address", ["/neighbourhoods", "/neighbourhoods/sanitas"])
def test_territory_pages_cost_few_queries(client, app, address) -> None:
    services.load_territory()
    for _ in range(3):
        make.meeting()

    with counted() as sent:
        answer = client.get(address)

    assert answer.status_code == 200
    assert len([statement for statement in sent if statement.lstrip().startswith("SELECT")]) <= 8


@pytest.mark.parametrize("address", ["/neighbourhoods/nulle-part", "/meetings/999", "/meetings/99999999999999999999"])
def test_a_place_that_does_not_exist_is_not_found(client, app, address) -> None:
    assert client.get(address).status_code == 404


def test_a_neighbourhood_is_moved_on_the_map_by_the_metropolis_alone(app) -> None:
    services.load_territory()
    places = {place.slug: place for place in session().scalars(sa.select(Neighbourhood))}
    admin, referent = make.actor("metro_admin"), make.actor("referent")

    services.place_on_map(places["europe"].id, (3, 0), admin)
    with pytest.raises(PermissionError):
        services.place_on_map(places["europe"].id, (0, 0), referent)
    with pytest.raises(services.TileTaken):
        services.place_on_map(places["europe"].id, (2, 0), admin)

    session().expire_all()
    assert (places["europe"].map_x, places["europe"].map_y) == (3, 0)
