"""Migrations lead to exactly what the models describe, up and down, with rows in the tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_migrate import downgrade, upgrade

from app import create_app
from app.db import db
from app.steps import journal
from tests import make
from tests.conftest import SETTINGS
from tests.databases.schema import described


@pytest.fixture(params=["sqlite", "postgres"])
def bare(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """Give an application on a database without any table."""
    url = f"sqlite:///{tmp_path / 'bare.db'}"
    if request.param == "postgres":
        url = request.getfixturevalue("postgres_server").create("bare")
    monkeypatch.setenv("PORTEVOIX_INSTANCE", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", url)
    made = create_app(SETTINGS)
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()


def test_migrations_make_what_the_models_describe(bare: Flask) -> None:
    upgrade()
    migrated = _schema()
    _drop_everything()

    db.create_all()

    assert migrated == _schema()


def test_the_application_runs_on_a_migrated_database(bare: Flask) -> None:
    upgrade()

    make.project(make.actor())

    assert list(journal.faults()) == []


def test_every_migration_can_be_undone_and_done_again_with_rows_in_the_tables(bare: Flask) -> None:
    upgrade()
    before = _schema()
    make.project(make.actor())

    downgrade(revision="base")
    left = set(sa.inspect(db.engine).get_table_names())
    upgrade()

    assert left <= {"alembic_version"}
    assert _schema() == before


def _schema() -> dict[str, object]:
    db.session.remove()
    with db.engine.connect() as connection:
        return described(connection)


def _drop_everything() -> None:
    downgrade(revision="base")
    with db.engine.connect() as connection:
        connection.execute(sa.text("DROP TABLE alembic_version"))
        connection.commit()
