"""Fixtures: an application on a database of its own for each test, on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings

from app import create_app, security
from app.db import db, is_sqlite
from scripts.catalogue import compile_catalogues
from tests import instant
from tests.databases import postgres
from tests.missing import SKIPPED, missing
from tests.visitor import Visitor

SETTINGS = {"TESTING": True, "WTF_CSRF_ENABLED": False}
LITE, SECRET = "porte-voix.db", "secret.key"
SEED = 37
MISSING_POSTGRES = "PostgreSQL's initdb and pg_ctl were not found"

settings.register_profile("house", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("adventure", settings.get_profile("house"), derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))
"""A busy machine is no fault of the code: what must be fast is measured by the bench.

The examples drawn are the same each time; HYPOTHESIS_PROFILE=adventure draws others.
"""

pytest_plugins = ["tests.browser.fixtures"]


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Run the tests in the same mixed order each time; --randomly-seed=NUMBER mixes them in another."""
    if getattr(config.option, "randomly_seed", None) == "default":
        config.option.randomly_seed = SEED


def pytest_sessionstart() -> None:
    """Set the clock, and compile the translations, so that pages speak English as well."""
    instant.begin()
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
def postgres_app(postgres_server: postgres.Server, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Build the application once on PostgreSQL: its templates and statements are compiled once for all tests."""
    return _built(tmp_path_factory.mktemp("postgres"), postgres_server.url())


@pytest.fixture(scope="session")
def sqlite_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Build the application once on SQLite, and keep a copy of its empty database."""
    folder = tmp_path_factory.mktemp("sqlite")
    made = _built(folder, f"sqlite:///{folder / LITE}")
    shutil.copyfile(folder / LITE, folder.with_suffix(".empty"))
    return made


@pytest.fixture(params=["sqlite", "postgres"])
def app(request: pytest.FixtureRequest) -> Iterator[Flask]:
    """Give an application on an empty database, inside its context, on each of the two engines in turn."""
    made: Flask = request.getfixturevalue(f"{request.param}_app")
    kept = dict(made.config)
    security.limiter.enabled = False
    with made.app_context():
        yield made
        _close()
    made.config.clear()
    made.config.update(kept)
    made.extensions.pop("front-page-figures", None)
    made.extensions["jobs"]["huey"].storage.flush_all()
    _empty(made.config["INSTANCE"])
    if request.param == "postgres":
        request.getfixturevalue("postgres_server").empty()


@pytest.fixture
def two_apps(sqlite_app: Flask, postgres_app: Flask, postgres_server: postgres.Server) -> Iterator[list[Flask]]:
    """Give the application on both engines at once, outside any context: for what must be the same on both."""
    yield [sqlite_app, postgres_app]
    _empty(sqlite_app.config["INSTANCE"])
    _empty(postgres_app.config["INSTANCE"])
    postgres_server.empty()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Give a browser without JavaScript, not signed in."""
    return app.test_client()


def _built(instance: Path, url: str) -> Flask:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PORTEVOIX_INSTANCE", str(instance))
        environment.setenv("DATABASE_URL", url)
        made = create_app(SETTINGS)
    made.test_client_class = Visitor
    with made.app_context():
        if is_sqlite():
            sa.event.listen(db.engine, "connect", _read_backwards)
        db.create_all()
        _close()
    return made


def _read_backwards(connection: Any, _record: object) -> None:
    """Have SQLite give the last row first wherever no order is asked for: nothing may rely on the order of storage."""
    connection.execute("PRAGMA reverse_unordered_selects=ON")


def _empty(instance: Path) -> None:
    """Take away what a test left in the instance folder, and put an empty SQLite database back."""
    for left in instance.iterdir():
        if left.is_dir():
            shutil.rmtree(left)
        elif left.name != SECRET:
            left.unlink()
    if (empty := instance.with_suffix(".empty")).exists():
        shutil.copyfile(empty, instance / LITE)


def _close() -> None:
    db.session.remove()
    db.engine.dispose()
