"""A server killed in the middle of a sitting: what was done is there, whole; what was not can be sent again."""

from __future__ import annotations

import http.client
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.committees import services
from app.committees.models import Decision
from app.committees.queries import envelope_left
from app.committees.room_models import Choice, HearingMode
from app.committees.services import Ballot
from app.db import db, open_transaction, session
from app.funds import proof
from app.funds.rulebook import VoteMode
from app.projects.models import Project
from app.steps import journal
from app.steps.actor import Actor
from tests.committees.room import Room, room, waiting
from tests.committees.test_screens import text_of, typed
from tests.served import asked, kill, server
from tests.sessions import sign_in, signed_session

FILES = 12
SHORTCUT = "does not follow the workflow"
"""The builders place files before the committee without their history."""


@pytest.fixture
def where(app: Flask) -> Room:
    """Open a sitting in which one file has been heard and is being voted on."""
    there = room(cents=FILES * 600_00)
    first = waiting(there.money)
    services.note_hearing(there.sitting, first, HearingMode.PHONE, "Amina explique le projet.", there.secretary)
    vote = services.open_vote(there.sitting, first, Ballot(mode=VoteMode.PHONES), there.secretary)
    for seat in there.seats[:3]:
        services.cast(vote, seat, Choice.FOR, Actor(seat.person_id))
    return there


def test_a_server_killed_between_two_decisions_leaves_a_sitting_that_reopens_where_it_was(
    app: Flask, client: FlaskClient, where: Room
) -> None:
    voted_on = session().query(Project).one().ref
    with open_transaction():
        forms = {waiting(where.money).ref: typed(kept_id=str(uuid.uuid4())) for _ in range(FILES - 1)}
    secretary = session().get_one(Person, where.secretary.person_id)
    fund_id = where.money.id
    cookie, granted = f"porte_voix={signed_session(secretary)}", list[str]()
    db.session.remove()

    with server(app) as (port, process):

        def send(form: tuple[str, dict[str, str]]) -> None:
            ref, fields = form
            try:
                status = asked(port, "POST", f"/projects/{ref}/decide", fields, cookie)
            except (OSError, http.client.HTTPException):
                return
            granted.extend([ref] if status == http.client.SEE_OTHER else [])
            if len(granted) >= FILES // 4:
                kill(process)

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(send, forms.items()))

    stored = {decision.project.ref for decision in session().query(Decision)}
    assert set(granted) <= stored < set(forms)
    assert {project.ref for project in session().query(Project).filter_by(state="granted")} == stored
    assert [*proof.faults(), *(told for told in journal.faults() if SHORTCUT not in told)] == []
    sign_in(client, secretary)
    page = text_of(client.get(f"/projects/{voted_on}/decide"))
    assert "3 sur 7</strong> ont voté" in page
    assert "Amina explique le projet." in page

    answers = {client.post(f"/projects/{ref}/decide", data=fields).status_code for ref, fields in forms.items()}

    assert answers == {303}
    assert session().query(Decision).count() == FILES - 1
    assert envelope_left(fund_id).left == 600_00
