"""The yearly report: asked for by those who may, made by the worker, read as a tagged document and as a workbook."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from app import clock, i18n
from app.db import session
from app.insight import report, report_services, snapshots, workbook
from app.insight.lens import lens_of
from app.insight.report_models import ReportState, YearReport
from tests import make
from tests.pdf import is_tagged, text_of
from tests.sessions import sign_in
from tests.spreadsheets import formulas_of, sheets_of


@pytest.fixture
def town(app) -> None:
    """Hold a meeting in one of two neighbourhoods."""
    make.neighbourhood("Europe")
    make.meeting(make.neighbourhood("Sanitas"))


def enter(client: FlaskClient, role: str) -> None:
    person = make.person(f"Quelqu'un {role}")
    make.role(person, role)
    sign_in(client, person)


def asked(client: FlaskClient, language: str = "fr") -> str:
    """Ask for the report of 2026, and return where it is followed."""
    answer = client.post("/dashboard/reports", data={"year": "2026", "place": "metro", "language": language})
    assert answer.status_code == 303
    return str(answer.location)


def test_a_report_is_made_once_asked_for_and_read_by_the_evaluator_who_asks_for_none(client, town) -> None:
    enter(client, "metro_admin")

    french = asked(client)
    with i18n.force_locale("en"):
        translated = report.content(lens_of({"year": "2026"}), lambda: None)
    enter(client, "evaluator")
    page, printed, sheets = (client.get(f"{french}{ending}") for ending in ("", ".pdf", ".xlsx"))
    refused = client.post("/dashboard/reports", data={"year": "2026"})

    assert {(one.state, one.done == one.total) for one in session().query(YearReport)} == {(ReportState.READY, True)}
    assert "Le rapport est prêt" in page.text
    assert is_tagged(printed.data)
    words = text_of(printed.data)
    assert all(said in words for said in ("Rapport de l'année 2026", "Sanitas", "Europe", "fiche action T1.1"))
    assert translated["map"]["tiles"] == []
    assert "The whole metropolitan area" in translated["place"]
    tables = sheets_of(sheets.data)
    assert ["I2a", "Sanitas"] in [[row[0], row[2]] for table in tables for row in table if len(row) > 2]
    assert formulas_of(sheets.data) == []
    assert refused.status_code == 403


def test_whoever_waits_sees_how_far_it_is(client, town, monkeypatch) -> None:
    enter(client, "referent")
    monkeypatch.setattr(report_services, "_hand_over", lambda _report_id: None)

    page = client.get(asked(client)).text

    assert "0 parties sur" in page
    assert re.search(r'<progress value="0" max="\d+"', page)
    assert 'hx-trigger="every 2s"' in page


def test_a_report_that_cannot_be_made_says_so(client, town) -> None:
    admin = make.actor("metro_admin")
    enter(client, "metro_admin")

    made = report_services.ask_report(lens_of({"year": "2030"}), "fr", admin)

    assert "pas pu être préparé" in client.get(f"/dashboard/reports/{made.id}").text


def test_a_year_that_has_ended_is_computed_again_unless_it_was_after_its_last_day(client, town) -> None:
    admin, lens = make.actor("metro_admin"), lens_of({"year": "2026"})
    with clock.told(datetime(2026, 12, 31, 12, tzinfo=UTC)):
        on_the_last_day = snapshots.take(2026)

    with clock.told(datetime(2027, 1, 5, 12, tzinfo=UTC)):
        report_services.ask_report(lens, "fr", admin)
        first = snapshots.last_run(2026).id
        report_services.ask_report(lens, "fr", admin)

    assert first > on_the_last_day
    assert snapshots.last_run(2026).id == first


def test_a_report_lost_with_its_worker_is_said_to_have_failed(client, town, monkeypatch) -> None:
    enter(client, "referent")
    monkeypatch.setattr(report_services, "_hand_over", lambda _report_id: None)
    address = asked(client)

    with clock.told(clock.now() + timedelta(hours=2)):
        page = client.get(address).text

    assert "pas pu être préparé" in page
    assert "hx-trigger" not in page


def test_nobody_else_asks_for_a_report_nor_for_figures(app, town) -> None:
    stranger = make.actor("gestionnaire")

    with pytest.raises(PermissionError):
        report_services.ask_report(lens_of({}), "fr", stranger)
    with pytest.raises(PermissionError):
        report_services.ask_figures(2026, stranger)


def test_what_is_hidden_stands_nowhere_in_the_pages_the_charts_and_the_workbook(client, app) -> None:
    places = [make.neighbourhood(name) for name in ("Sanitas", "Europe", "Fontaines")]
    for place, residents in zip(places, (3, 40, 50), strict=True):
        make.meeting(place, residents=residents)
    snapshots.take(2026)

    page = client.get("/dashboard/figures/I3a?year=2026").text
    chart = ElementTree.fromstring(client.get("/dashboard/charts/I3a/places.svg?year=2026").data)
    tables = sheets_of(workbook.made(lens_of({"year": "2026"})))
    behind = client.get("/dashboard/figures/I3a/rows?year=2026&place=sanitas").text

    cells = dict(re.findall(r">(\w+)</a></th>\s*<td class=\"num\"><strong>([^<]+)</strong>", page))
    told = {mark.get("aria-label") for mark in chart.iter() if mark.get("role") == "graphics-symbol"}
    [row] = [row for table in tables for row in table if row[:1] == ["I3a"] and row[2] == "Sanitas"]
    hidden = "trop peu de personnes"
    assert cells["Sanitas"] == hidden
    assert list(cells.values()).count(hidden) == 2
    assert f"Sanitas\N{NO-BREAK SPACE}: {hidden}" in told
    assert (row[3], len(row)) == (hidden, 6), "no value, no numerator, no denominator, no count"
    assert "Ces lignes ne sont pas publiées" in behind
