"""Fixtures: an application on a database of its own for each test, on SQLite and on PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.db import db
from scripts.catalogue import compile_catalogues
from tests.databases import postgres
from tests.missing import SKIPPED, missing
from tests.visitor import Visitor

SETTINGS = {"TESTING": True, "WTF_CSRF_ENABLED": False, "RATELIMIT_ENABLED": False}
MISSING_POSTGRES = "PostgreSQL's initdb and pg_ctl were not found"

pytest_plugins = ["tests.browser.fixtures"]


def pytest_sessionstart() -> None:
    """Compile the translations, so that pages speak English as well."""
    compile_catalogues()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in capitals what did not run."""
    for reason in sorted(SKIPPED):
        terminalreporter.write_line(f"PART OF THE SUITE DID NOT RUN: {reason}", red=True, bold=True)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """Run a PostgreSQL server for the session."""
    found = postgres.binaries()
    if found is None:
        missing(MISSING_POSTGRES, "REQUIRE_POSTGRES")
    server = postgres.Server(found)
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def postgres_schema(postgres_server: postgres.Server, tmp_path_factory: pytest.TempPathFactory) -> postgres.Server:
    """Give the server once its tables are made."""
    _make_schema(tmp_path_factory.mktemp("postgres"), postgres_server.url())
    return postgres_server


@pytest.fixture(scope="session")
def sqlite_schema(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give an empty SQLite file with every table, to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "empty.db"
    _make_schema(path.parent, f"sqlite:///{path}")
    return path


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the address of an empty database with every table, on each of the two engines in turn."""
    if request.param == "sqlite":
        path = tmp_path / "porte-voix.db"
        shutil.copyfile(request.getfixturevalue("sqlite_schema"), path)
        yield f"sqlite:///{path}"
    else:
        server = request.getfixturevalue("postgres_schema")
        yield server.url()
        server.empty()


@pytest.fixture
def app(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """Give an application on an empty database, inside its context."""
    monkeypatch.setenv("PORTEVOIX_INSTANCE", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", database_url)
    made = create_app(SETTINGS)
    made.test_client_class = Visitor
    with made.app_context():
        yield made
        _close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Give a browser without JavaScript, not signed in."""
    return app.test_client()


def _make_schema(instance: Path, url: str) -> None:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PORTEVOIX_INSTANCE", str(instance))
        environment.setenv("DATABASE_URL", url)
        made = create_app(SETTINGS)
    with made.app_context():
        db.create_all()
        _close()


def _close() -> None:
    db.session.remove()
    db.engine.dispose()
