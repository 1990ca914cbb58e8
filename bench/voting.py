"""Ballots cast per second over HTTP, and the share of what the database alone can commit on the same machine.

Each of many voters sends one ballot, one in ten of them changes it at once, from several connections at a time. Beside
it, the database alone: the same statement (a ballot put in place of the one before), each in a transaction of its own,
by as many threads, without Flask. `python -m bench.voting` prints a line for each database and fails when a ballot is
missing or in double.
"""

from __future__ import annotations

import http.client
import os
import secrets
import threading
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

import sqlalchemy as sa
from flask import Flask

from app import clock
from app.ballots import packing
from app.ballots.models import CastBallot, Channel
from app.ballots.services.voting import put
from app.db import db, open_transaction, session
from bench.__main__ import ENGINES, database
from bench.serving import product, served
from tests.make import votes
from tests.sessions import signed

VOTERS, CONNECTIONS, CHANGING = int(os.environ.get("BENCH_VOTERS", "1000")), 8, 10
HEAD = "database  ballots  failed  ballots/s   the database alone/s   share"
LINE = "{engine:9} {sent:>7} {failed:>7} {rate:>10.0f} {alone:>22.0f} {share:>7.0%}"


def main() -> None:
    """Measure on each database. Raises SystemExit when a ballot is lost or in double."""
    print(HEAD)
    for engine in ENGINES:
        with database(engine) as environment:
            measure(engine, environment)


def measure(engine: str, environment: dict[str, str]) -> None:
    """Let people vote, print the figures, check the box."""
    os.environ.update(environment)
    app = product()
    edition_id, candidacies, cookies = _prepared(app)
    sendings = [(cookie, candidacies[rank % 3]) for rank, cookie in enumerate(cookies)]
    sendings += [(cookie, candidacies[3]) for cookie in cookies[::CHANGING]]
    statuses: list[int] = []
    with served("bench.serving:product()", environment) as address:
        _spread(sendings[:CONNECTIONS], lambda part: _vote(address, edition_id, part, statuses))
        statuses.clear()
        started = time.monotonic()
        _spread(sendings, lambda part: _vote(address, edition_id, part, statuses))
        rate = len(statuses) / (time.monotonic() - started)
    failed, kept = sum(status != http.client.SEE_OTHER for status in statuses), _kept(app, edition_id)
    alone = _alone(app, edition_id)
    print(LINE.format(engine=engine, sent=len(statuses), failed=failed, rate=rate, alone=alone, share=rate / alone))
    if failed or kept != VOTERS:
        raise SystemExit(f"{engine}: {kept} ballots of {VOTERS} voters, {failed} sends failed")


def _prepared(app: Flask) -> tuple[int, list[int], list[str]]:
    """Open a vote and put people on its roll; return the projects and the cookie of each voter, let in already."""
    with app.app_context():
        db.create_all()
        edition = votes.opened(costs=[1_000_00] * 30)
        until = (clock.now() + timedelta(hours=1)).isoformat()
        voters = votes.voters(edition, VOTERS)
        cookies = [signed({"booth": {"edition": edition.id, "voter": one, "until": until}}) for one in voters]
        found = edition.id, [one.id for one in edition.candidacies], cookies
        _close()
    return found


def _vote(address: str, edition_id: int, part: Sequence[tuple[str, int]], statuses: list[int]) -> None:
    connection = http.client.HTTPConnection(urlsplit(address).netloc)
    for cookie, choice in part:
        headers = {"Cookie": f"porte_voix={cookie}", "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", f"/vote/{edition_id}/ballot", urlencode({"choice": choice}), headers)
        answer = connection.getresponse()
        answer.read()
        statuses.append(answer.status)
    connection.close()


def _alone(app: Flask, edition_id: int) -> float:
    """Return how many ballots a second the database takes by itself: one transaction each, from as many threads."""

    def put_all(part: Sequence[int]) -> None:
        with app.app_context():
            for number in part:
                with open_transaction():
                    key = {"edition_id": edition_id, "pseudonym": secrets.token_bytes(32)}
                    ballot = {"choices": packing.packed([number + 1]), "channel": Channel.ONLINE, "receipt": "A" * 24}
                    put(CastBallot, key, ballot)
            _close()

    started = time.monotonic()
    _spread(range(VOTERS), put_all)
    return VOTERS / (time.monotonic() - started)


def _spread(work: Sequence[object], do: Callable[..., None]) -> None:
    """Share work between threads and wait for all of them."""
    threads = [threading.Thread(target=do, args=(work[rank::CONNECTIONS],)) for rank in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _kept(app: Flask, edition_id: int) -> int:
    with app.app_context():
        kept = session().scalar(sa.select(sa.func.count()).select_from(CastBallot).filter_by(edition_id=edition_id))
        _close()
    return kept or 0


def _close() -> None:
    db.session.remove()
    db.engine.dispose()


if __name__ == "__main__":
    main()
