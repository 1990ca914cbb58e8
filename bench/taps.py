"""Phones that count one meeting all at once: 200 taps a second for some seconds, every one counted, once.

Two loads. "queued" is what phones do (static/kept.js): each taps at its own pace and sends, one request at a time, all
that waits. "alone" sends each tap by itself, as fast as the server answers. In both, one send in ten is made twice, as
when an answer is lost. `python -m bench.taps` prints two lines for each database.
"""

from __future__ import annotations

import http.client
import json
import os
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from uuid import uuid4

from flask import Flask

from app.db import db
from app.dialogue.tally_queries import tallies_of
from bench.__main__ import ENGINES, database
from bench.serving import product, served
from tests import make
from tests.sessions import signed_session

WANTED = 200
"""Taps a second."""
PHONES, SECONDS = int(os.environ.get("BENCH_PHONES", "20")), int(os.environ.get("BENCH_SECONDS", "5"))
MOST, TWICE = 100, 10
"""Taps in one send; one send in so many is made twice."""
HEAD = "database  load     taps  counted  failed  taps/s  stored after: p50 ms   p95 ms"
LINE = "{engine:9} {load:7} {taps:>5} {counted:>8} {failed:>7} {rate:>7.0f} {p50:>21.0f} {p95:>8.0f}"


@dataclass
class Room:
    """A meeting under load: where its taps go, and what was seen of each."""

    address: str
    path: str
    cookie: str
    waits: list[float] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)

    def send(self, connection: http.client.HTTPConnection, tapped_at: list[float]) -> None:
        """Post some taps in one request; note how long each waited to be stored."""
        tap = {"kind": "arrival", "category": "resident", "novelty": "first_ever"}
        body = json.dumps({"items": [{"id": str(uuid4()), "body": tap} for _ in tapped_at]})
        for _ in range(2 if len(self.statuses) % TWICE == 0 else 1):
            self._post(connection, body)
        now = time.monotonic()
        self.waits.extend(now - at for at in tapped_at)

    def connection(self) -> http.client.HTTPConnection:
        """Open a connection to the server."""
        return http.client.HTTPConnection(urlsplit(self.address).netloc)

    def _post(self, connection: http.client.HTTPConnection, body: str) -> None:
        headers = {"Cookie": self.cookie, "Content-Type": "application/json", "X-Kept": "batch"}
        connection.request("POST", self.path, body, headers)
        answer = connection.getresponse()
        answer.read()
        self.statuses.append(answer.status)


def main() -> None:
    """Measure on each database. Raises SystemExit when a tap is lost or counted twice, or the phones wait too long."""
    print(HEAD)
    for engine in ENGINES:
        for load in (queued, alone):
            with database(engine) as environment:
                measure(engine, load, environment)


def measure(engine: str, load: Callable[[Room], None], environment: dict[str, str]) -> None:
    """Let the phones tap, print the figures and check the count."""
    os.environ.update(environment)
    app = product()
    meeting, cookie = _meeting(app)
    with served("bench.serving:product()", environment) as address:
        room = Room(address, f"/meetings/{meeting}/live/taps", cookie)
        room.send(room.connection(), [time.monotonic()] * MOST)
        before, started = len(room.waits), time.monotonic()
        _together(lambda: load(room))
        spent = time.monotonic() - started
    counted, failed = _counted(app, meeting), sum(status != http.HTTPStatus.OK for status in room.statuses)
    cuts, taps = statistics.quantiles(room.waits[before:], n=100), len(room.waits)
    print(
        LINE.format(engine=engine, load=load.__name__, taps=taps, counted=counted, failed=failed,
                    rate=(taps - before) / spent, p50=cuts[49] * 1e3, p95=cuts[94] * 1e3),
        flush=True,
    )  # fmt: skip
    if counted != taps or failed:
        raise SystemExit(f"{engine}: {counted} taps counted of {taps}, {failed} sends failed")


def queued(room: Room) -> None:
    """Tap at an even pace on one phone, sending all that waits each time the last send is answered."""
    connection, started, sent = room.connection(), time.monotonic(), 0
    pace, wanted = WANTED / PHONES, WANTED * SECONDS // PHONES
    while sent < wanted:
        tapped = min(wanted, int((time.monotonic() - started) * pace))
        waiting = [started + number / pace for number in range(sent, tapped)][:MOST]
        if waiting:
            room.send(connection, waiting)
            sent += len(waiting)
        else:
            time.sleep(1 / pace)


def alone(room: Room) -> None:
    """Send taps one by one from one phone, as fast as they are answered."""
    connection, limit = room.connection(), time.monotonic() + SECONDS
    while time.monotonic() < limit:
        room.send(connection, [time.monotonic()])


def _together(phone: Callable[[], None]) -> None:
    phones = [threading.Thread(target=phone) for _ in range(PHONES)]
    for each in phones:
        each.start()
    for each in phones:
        each.join()


def _meeting(app: Flask) -> tuple[int, str]:
    """Make the tables, an open meeting and who counts it; return its number and their cookie."""
    with app.app_context():
        db.create_all()
        meeting, person = make.open_meeting(), make.person("Léa Martin")
        make.role(person, "facilitator")
        found = meeting.id, f"porte_voix={signed_session(person)}"
        db.session.remove()
        db.engine.dispose()
    return found


def _counted(app: Flask, meeting: int) -> int:
    with app.app_context():
        counted = tallies_of(meeting).residents
        db.session.remove()
        db.engine.dispose()
    return counted


if __name__ == "__main__":
    main()
