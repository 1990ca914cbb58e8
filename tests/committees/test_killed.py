"""A server killed in the middle of a sitting: what was done is there, whole; what was not can be sent again."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlencode

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
from tests.sessions import sign_in, signed_session

ROOT = Path(__file__).parents[2]
PATIENCE = 60
FILES = 12
SHORTCUT = "does not follow the workflow"
"""The builders place files before the committee without their history."""


@contextmanager
def server(app: Flask) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Serve the database of the test by gunicorn, in a group of its own; give its port and its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [
        sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--threads", "4",
        "--log-level", "error", "--no-control-socket", "bench.serving:product()",
    ]  # fmt: skip
    database = {
        "PORTEVOIX_INSTANCE": str(app.config["INSTANCE"]),
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
    }
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **database}, start_new_session=True)
    try:
        _wait(port)
        yield port, process
    finally:
        _kill(process)


def _wait(port: int) -> None:
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        try:
            if _asked(port, "GET", "/healthz") == http.client.OK:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not answer")


def _asked(port: int, method: str, path: str, fields: dict[str, str] | None = None, cookie: str = "") -> int:
    """Send one request and return the status of the answer."""
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
        connection.request(method, path, urlencode(fields or {}), headers)
        with connection.getresponse() as answer:
            return answer.status


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the whole group at once, as a power cut would: nothing is flushed, nothing is said."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


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
                status = _asked(port, "POST", f"/projects/{ref}/decide", fields, cookie)
            except (OSError, http.client.HTTPException):
                return
            granted.extend([ref] if status == http.client.SEE_OTHER else [])
            if len(granted) >= FILES // 4:
                _kill(process)

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
