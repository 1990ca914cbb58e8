"""The pages that explain, the figures of the first one, and health."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app import clock
from app.db import db, transaction
from app.pages import source
from tests import make


@pytest.mark.parametrize(
    "path", ["/", "/how-it-works", "/privacy", "/accessibility", "/source", "/sign-in", "/sign-up"]
)
def test_a_page_that_explains_needs_no_account(client: FlaskClient, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1


def test_the_front_page_counts_public_projects_alone(client: FlaskClient, app: Flask) -> None:
    _published(make.project(), granted=1_250_00)
    make.project()

    page = client.get("/").text

    assert '<span class="value">1</span>' in page
    assert '<span class="value">11</span>' in page
    assert "1\N{NARROW NO-BREAK SPACE}250\N{NO-BREAK SPACE}€" in page


def test_how_it_works_is_told_from_the_definition(client: FlaskClient) -> None:
    page = client.get("/how-it-works").text

    assert "5 jours ouvrés" in page
    assert "15 jours après la fin prévue" in page
    assert "Le comité va bientôt examiner ce projet." in page
    assert page.count("<svg") >= 2


def test_health_tells_of_the_database_and_the_queue(client: FlaskClient) -> None:
    answer = client.get("/healthz")

    assert answer.status_code == 200
    assert answer.json == {"status": "ok", "database": "ok", "queue": "ok", "queued": 0, "waiting_messages": 0,
                           "oldest_waiting_seconds": 0, "last_tick_at": None}  # fmt: skip


def test_health_tells_when_the_minute_was_last_worked(client: FlaskClient, app: Flask) -> None:
    app.extensions["jobs"]["tick"]()

    told = client.get("/healthz").json["last_tick_at"]

    assert told.startswith(clock.now().isoformat()[:13])


def test_health_fails_when_the_database_does_not_answer(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = sa.create_engine("sqlite:////nowhere/at/all.db")
    monkeypatch.setitem(db.engines, None, broken)

    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json["database"] == "error"


def test_the_source_given_is_that_of_this_version(client: FlaskClient) -> None:
    packed = client.get("/source.tar.gz").data

    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        assert archive.extractfile("porte-voix/app/pages/source.py").read() == Path(source.__file__).read_bytes()
        names = archive.getnames()
    assert not [name for name in names if "/instance/" in name or name.endswith((".db", ".key"))]


@transaction()
def _published(project: object, granted: int) -> None:
    project.published_at, project.granted_cents = clock.now(), granted  # type: ignore[attr-defined]
