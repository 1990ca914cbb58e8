"""The yearly report: asked for by those who may, made by the worker, read as a tagged document and as a workbook."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from app import files
from app.db import session
from app.insight import report_services
from app.insight.lens import lens_of
from app.insight.report_models import ReportState, YearReport
from app.territory import services as territory
from app.territory.queries import all_neighbourhoods
from tests import make
from tests.pdf import is_tagged, text_of
from tests.sessions import sign_in
from tests.spreadsheets import formulas_of, sheets_of


@pytest.fixture
def town(app) -> None:
    """Load the thirteen neighbourhoods, and hold a meeting in the first one."""
    territory.load_territory()
    make.meeting(all_neighbourhoods()[0])


def enter(client: FlaskClient, role: str) -> None:
    person = make.person(f"Quelqu'un {role}")
    make.role(person, role)
    sign_in(client, person)


def asked(client: FlaskClient, language: str = "fr") -> str:
    """Ask for the report of 2026, and return where it is followed."""
    answer = client.post("/dashboard/reports", data={"year": "2026", "place": "metro", "language": language})
    assert answer.status_code == 303
    return str(answer.location)


@pytest.mark.parametrize(("language", "title"), [("fr", "Rapport de l'année 2026"), ("en", "2026")])
def test_a_report_is_made_printed_and_put_in_tables(client, town, language: str, title: str) -> None:
    enter(client, "metro_admin")

    where = asked(client, language)
    page, printed, sheets = client.get(where).text, client.get(f"{where}.pdf").data, client.get(f"{where}.xlsx").data

    made = session().query(YearReport).one()
    assert (made.state, made.done) == (ReportState.READY, made.total)
    assert made.pdf_sha256 in page
    assert is_tagged(printed)
    assert title in text_of(printed)
    assert all(place.name.split(" – ")[0] in text_of(printed) for place in all_neighbourhoods())
    tables = sheets_of(sheets)
    assert ["I2a", "Sanitas"] in [[row[0], row[2]] for table in tables for row in table if len(row) > 2]
    assert formulas_of(sheets) == []


def test_whoever_waits_sees_how_far_it_is(client, town, monkeypatch) -> None:
    enter(client, "referent")
    monkeypatch.setattr(report_services, "_hand_over", lambda _report_id: None)

    page = client.get(asked(client)).text

    assert "0 parties sur" in page
    assert re.search(r'<progress value="0" max="\d+"', page)
    assert 'hx-trigger="every 2s"' in page


def test_a_report_that_fails_says_so_and_another_may_be_asked_for(client, town, monkeypatch) -> None:
    enter(client, "metro_admin")
    monkeypatch.setattr(files, "keep_workbook", lambda *_: 1 / 0)

    page = client.get(asked(client)).text

    assert "pas pu être préparé" in page
    assert session().query(YearReport).one().state is ReportState.FAILED


def test_an_evaluator_reads_reports_and_asks_for_none(client, town) -> None:
    enter(client, "metro_admin")
    where = asked(client)
    enter(client, "evaluator")

    read, refused = client.get(f"{where}.pdf"), client.post("/dashboard/reports", data={"year": "2026"})

    assert (read.status_code, refused.status_code) == (200, 403)


def test_nobody_else_asks_for_a_report(app, town) -> None:
    with pytest.raises(PermissionError):
        report_services.ask_report(lens_of({}), "fr", make.actor("gestionnaire"))
