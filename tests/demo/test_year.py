"""The demonstration's year: believable, whole, and the same each time it is built."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role, RoleAssignment
from app.ballots.models import Edition
from app.db import db, session
from app.demo import services
from app.dialogue.models import Meeting
from app.funds import proof
from app.projects.models import Project
from app.steps import journal
from app.steps.catalogue import catalogue
from app.steps.models import Step
from app.territory.models import Neighbourhood
from app.voices.models import Contribution
from app.voices.question_models import Question
from tests import make

QUESTIONS = {"captured", "acknowledged", "qualified", "assigned", "interim", "transferred", "drafted", "approved",
             "answered", "reported_back", "reopened", "mediation", "closed", "merged"}  # fmt: skip
"""States of the questions that a year shows."""

END = datetime(2026, 11, 24, 10, tzinfo=UTC)


def test_the_year_is_whole_without_a_fault_and_the_same_on_both_databases(two_apps: list[Flask]) -> None:
    years = [_history(made) for made in two_apps]

    assert len(years[0]) > 500
    assert years[0] == years[1]


def _is_whole() -> None:
    """Check that a year holds every state, every role and every neighbourhood, and that nothing in it is false."""
    assert set(session().scalars(sa.select(Project.state))) >= set(catalogue().latest("micro-grant").states)
    assert set(session().scalars(sa.select(Edition.state))) == {"ideas", "vote", "delivery"}
    assert set(session().scalars(sa.select(RoleAssignment.role))) == set(Role)
    assert session().scalar(sa.select(sa.func.count()).select_from(Neighbourhood)) == 13
    assert session().scalar(sa.select(sa.func.count()).select_from(Meeting)) >= 13
    assert session().scalar(sa.select(sa.func.count()).where(Project.is_open, Project.due_at < END)) >= 1
    assert session().scalar(sa.select(sa.func.count()).where(Project.pace == "blocked")) >= 1
    assert set(session().scalars(sa.select(Question.state))) >= QUESTIONS
    assert session().scalar(sa.select(sa.func.count()).select_from(Contribution)) >= 40
    assert (
        session().scalar(sa.select(sa.func.count()).where(Question.is_open, Question.answer_due_on < END.date())) >= 3
    )
    assert list(journal.faults()) == []
    assert list(proof.faults()) == []


def test_one_click_makes_one_someone_else_and_leads_to_their_work(app: Flask, client: FlaskClient) -> None:
    app.config["DEMO"] = True
    nadia = make.person("Nadia Moreau")
    make.role(nadia, "referent")

    offered = client.get("/demo").text
    entered = client.post(f"/demo/{nadia.id}")

    assert "Devenir Nadia Moreau" in offered
    assert (entered.status_code, entered.location) == (303, "/desk")
    arrived = client.get("/desk")
    assert arrived.status_code == 200
    assert "Démonstration" in arrived.text


def test_only_the_characters_offered_can_be_taken(app: Flask, client: FlaskClient) -> None:
    app.config["DEMO"] = True
    hidden = make.person("Quelqu'un d'autre")

    assert client.post(f"/demo/{hidden.id}").status_code == 404


def test_outside_a_demonstration_nobody_becomes_anybody(client: FlaskClient) -> None:
    assert [client.get("/demo").status_code, client.post("/demo/1").status_code] == [404, 404]
    assert "Démonstration" not in client.get("/").text


def _history(made: Flask) -> list[tuple[object, ...]]:
    """Build the year, tell its history without the numbers that a database draws, and leave nothing behind."""
    with made.app_context():
        assert services.build(END) >= 40
        _is_whole()
        told = sa.select(Project.ref, Project.title, Step.number, Step.action, Step.to_state, Step.at, Step.note)
        steps = told.join(Step, sa.and_(Step.subject_kind == "project", Step.subject_id == Project.id))
        rows = session().execute(steps.order_by(Project.ref, Step.number))
        history = [tuple(row) for row in rows]
        db.session.remove()
        db.engine.dispose()
    return history
