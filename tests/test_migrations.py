"""Migrations lead to exactly what the models describe, up and down, with rows in the tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_migrate import downgrade, stamp, upgrade

from app import clock, create_app
from app.accounts.models import Person
from app.ballots.models import PaperBatch, PaperScan, Voter, VoterSource, VotingCode
from app.db import db, is_sqlite, session, transaction
from app.evaluation.models import DeclaredLevel, Lesson, LevelStage
from app.funds import proof
from app.funds.models import FundYear
from app.funds.services.fundings import receive_funding
from app.projects.models import NoInvolvement, Project
from app.projects.services.revisions import keep_what_was
from app.steps import journal
from app.territory.models import Neighbourhood
from tests import make
from tests.conftest import SETTINGS
from tests.databases.former import Former
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


def test_migrations_make_what_the_models_describe_and_are_undone_and_done_again_with_rows_in_the_tables(
    bare: Flask, request: pytest.FixtureRequest
) -> None:
    with request.getfixturevalue("sqlite_app" if is_sqlite() else "postgres_app").app_context():
        described_by_models = _schema()
        db.session.remove()

    upgrade()
    before = _schema()
    make.project(make.actor())
    faults = _faults()
    db.session.remove()
    downgrade(revision="base")
    left = set(sa.inspect(db.engine).get_table_names())
    upgrade()

    assert before == described_by_models
    assert faults == [], "the application runs on a migrated database"
    assert left <= {"alembic_version"}
    assert _schema() == before


def test_a_database_of_the_first_release_keeps_its_story_both_ways(bare: Flask) -> None:
    upgrade(revision="0002")
    with db.engine.begin() as connection:
        Former(connection).fill()
    before = _rows()

    upgrade()

    assert _faults() == []
    assert _column("SELECT organisation FROM funding_source ORDER BY id") == [
        "Ville de Tours", "État", "CAF + Val Touraine Habitat",
    ]  # fmt: skip
    assert _column("SELECT state FROM sitting ORDER BY id") == ["closed", "planned"]
    assert _column("SELECT project_id FROM scheduled_file ORDER BY sitting_id, position") == [1, 2, 3, 3]
    assert _column("SELECT number FROM agreement") == ["PV-2026-0001-A"]
    assert _column("SELECT map_x * 10 + map_y FROM neighbourhood") == [23]
    assert "Le projet 1" in bare.test_client().get("/projects/PV-2026-0001").text

    _live_on()
    _go_back()

    assert _rows() == before | {"sitting": before["sitting"] + 1}


def test_money_received_since_then_is_proved_after_going_back_and_forth(bare: Flask) -> None:
    upgrade(revision="0002")
    with db.engine.begin() as connection:
        Former(connection).fill()
    upgrade()
    receive_funding(session().get_one(FundYear, 1), "Région", 50_00, make.actor())

    _go_back()
    upgrade()

    assert _faults() == []
    assert _column("SELECT organisation FROM funding_source ORDER BY id") == [
        "Ville de Tours", "État", "Région", "CAF + Val Touraine Habitat",
    ]  # fmt: skip


def test_a_vote_under_way_goes_back_one_release_and_forth_but_no_further(
    bare: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    db.create_all()
    stamp()
    before = _schema()
    _hold_a_vote()

    db.session.remove()
    with pytest.raises(SystemExit):
        downgrade(revision="0009")
    _run("UPDATE voting_code SET awaits_release = FALSE")
    downgrade(revision="0009")
    upgrade()
    with pytest.raises(SystemExit):
        downgrade(revision="0008")

    assert "1 sheets that wait for a second person" in caplog.text
    assert "no place for 1 votes of residents, 1 projects" in caplog.text
    assert _schema() == before
    assert _column("SELECT state FROM edition") == ["vote"]
    assert _column("SELECT id FROM candidacy WHERE sent_at = added_at AND left_at IS NULL") == [1]
    assert _column("SELECT plain_name FROM voter ORDER BY id") == [" elodie lepine", " jean"]
    assert _column("SELECT reason FROM roll_note WHERE voter_id = 2 AND kind = 'struck'") == ["Parti."]
    assert _column("SELECT name FROM paper_scan WHERE erased_on IS NULL") == ["registre.pdf"]


def _schema() -> dict[str, object]:
    db.session.remove()
    with db.engine.connect() as connection:
        return described(connection)


@transaction()
def _live_on() -> None:
    """Write a few rows that only the present revision has room for."""
    garden = session().get_one(Project, 1)
    make.edition("design", costs=(), places=[session().get_one(Neighbourhood, 1)])
    make.role(session().get_one(Person, 2), "evaluator")
    keep_what_was(garden)
    words = {"project_id": garden.id, "stage": "codesign"}
    session().add_all([
        NoInvolvement(**words, reason="Tout le monde était en vacances.", at=clock.now()),
        DeclaredLevel(**words | {"stage": LevelStage.CODESIGN}, level=4, declared_at=clock.now()),
        Lesson(project_id=garden.id, text="Prévoir de l'eau.", learned_at=clock.now()),
    ])  # fmt: skip


@transaction()
def _hold_a_vote() -> None:
    """Open a vote with a code that waits, somebody taken off the roll, and two scans, one destroyed."""
    made, today = make.edition("vote", costs=[20_000_00]), clock.today()
    made.candidacies[0].sent_at = made.candidacies[0].added_at
    line = {"edition_id": made.id, "source": VoterSource.LIST, "registered_on": today}
    somebody = make.person().id
    session().add_all(
        [
            Voter(**line, name="Élodie Lépine"),
            Voter(**line, name="Jean", cancelled_on=today, cancelled_by_id=somebody, cancel_reason="Parti."),
            PaperBatch(
                edition_id=made.id, place="Mairie", in_urn=1, signatures=1, opened_by_id=somebody, opened_at=clock.now()
            ),
        ]
    )
    session().flush()
    scan = {"batch_id": 1, "media_type": "application/pdf", "size": 8, "kept_by_id": somebody, "kept_at": clock.now()}
    session().add_all([
        VotingCode(edition_id=made.id, voter_id=1, serial=1, digest="1" * 64, printed_on=today, awaits_release=True),
        PaperScan(**scan, sha256="1" * 64, name="registre.pdf"),
        PaperScan(**scan, sha256="", name="", erased_on=today),
    ])  # fmt: skip


def _go_back() -> None:
    """Undo every migration since the first release; PostgreSQL waits for whoever still reads."""
    db.session.remove()
    downgrade(revision="0002")


def _faults() -> list[str]:
    db.session.remove()
    return [*journal.faults(), *proof.faults()]


def _run(statement: str) -> None:
    with db.engine.begin() as connection:
        connection.execute(sa.text(statement))


def _column(query: str) -> list[object]:
    with db.engine.connect() as connection:
        return list(connection.execute(sa.text(query)).scalars())


def _rows() -> dict[str, int]:
    """Count the rows of each table."""
    db.session.remove()
    with db.engine.connect() as connection:
        names = [name for name in sa.inspect(connection).get_table_names() if "_search" not in name]
        return {name: connection.scalar(sa.select(sa.func.count()).select_from(sa.table(name))) or 0 for name in names}
