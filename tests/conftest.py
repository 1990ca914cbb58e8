"""Fixtures: an application on a database of its own for each test, on SQLite and on PostgreSQL."""

from __future__ import annotations

import gc
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
from jinja2 import FileSystemBytecodeCache

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
LONG = ("tests/demo/test_year.py", "tests/test_other_people.py", "tests/test_absurd_input.py", "tests/browser/",
        "tests/test_serve.py", "tests/test_every_page.py")  # fmt: skip
"""Where a test takes tens of seconds."""
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
    """Mix the tests in the same order at each run of the gate; elsewhere in another each time."""
    if "CI" in os.environ and getattr(config.option, "randomly_seed", None) == "default":
        config.option.randomly_seed = SEED


def pytest_sessionstart(session: pytest.Session) -> None:
    """Set the clock; compile the translations, so that pages speak English as well, before the processes start."""
    instant.begin()
    if not hasattr(session.config, "workerinput"):
        compile_catalogues()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the long tests, dealt to the processes in turn: one begun last would leave the others idle."""
    count = int(getattr(config, "workerinput", {}).get("workercount", 1))
    long = [item for item in items if item.nodeid.startswith(LONG)]
    short = [item for item in items if not item.nodeid.startswith(LONG)]
    share = -(-len(short) // count)
    items[:] = [
        item for rank in range(count) for item in (*long[rank::count], *short[rank * share : (rank + 1) * share])
    ]


def pytest_collection_finish() -> None:
    """Spare the garbage collector thousands of tests and modules, which stay until the end."""
    gc.collect()
    gc.freeze()


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
def postgres_app(postgres_server: postgres.Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Build the application once on PostgreSQL: its templates and statements are compiled once for all tests."""
    made = _built(tmp_path_factory.mktemp("postgres"), postgres_server.url())
    made.jinja_env.bytecode_cache = _compiled_once(tmp_path_factory)
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def sqlite_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Build the application once on SQLite, and keep a copy of its empty database."""
    folder = tmp_path_factory.mktemp("sqlite")
    made = _built(folder, f"sqlite:///{folder / LITE}")
    shutil.copyfile(folder / LITE, folder.with_suffix(".empty"))
    shutil.copy2(folder.with_suffix(".empty"), folder / LITE)
    made.jinja_env.bytecode_cache = _compiled_once(tmp_path_factory)
    return made


@pytest.fixture(params=["sqlite", "postgres"])
def app(request: pytest.FixtureRequest) -> Iterator[Flask]:
    """Give an application on an empty database, inside its context, on each of the two engines in turn."""
    made: Flask = request.getfixturevalue(f"{request.param}_app")
    kept = dict(made.config)
    security.limiter.enabled = False
    with made.app_context():
        yield made
        db.session.remove()
        if request.param == "sqlite":
            db.engine.dispose()
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
            sa.event.listen(db.engine, "connect", _tune)
        db.create_all()
        db.session.remove()
        db.engine.dispose()
    return made


def _compiled_once(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Share the compiled templates between the two applications and between the processes."""
    session_folder = tmp_path_factory.getbasetemp()
    shared = session_folder.parent if "PYTEST_XDIST_WORKER" in os.environ else session_folder
    compiled = shared / "templates"
    compiled.mkdir(exist_ok=True)
    return FileSystemBytecodeCache(str(compiled))


def _tune(connection: Any, _record: object) -> None:
    """Have SQLite wait for no disk, and give the last row first wherever no order is asked for: none may rely on it."""
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA reverse_unordered_selects=ON")


def _empty(instance: Path) -> None:
    """Take away what a test left in the instance folder, and put an empty SQLite database back if it wrote there."""
    empty = instance.with_suffix(".empty")
    untouched = {SECRET, LITE} if empty.exists() and _is_copy(instance / LITE, empty) else {SECRET}
    for left in instance.iterdir():
        if left.is_dir():
            shutil.rmtree(left)
        elif left.name not in untouched:
            left.unlink()
    if empty.exists() and LITE not in untouched:
        shutil.copy2(empty, instance / LITE)


def _is_copy(path: Path, model: Path) -> bool:
    """Say whether a file was not written since it was copied with its dates; what SQLite has yet to write counts."""
    if path.with_name(f"{path.name}-wal").exists():
        return False
    now, then = path.stat(), model.stat()
    return (now.st_mtime_ns, now.st_size) == (then.st_mtime_ns, then.st_size)
