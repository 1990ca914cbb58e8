"""Five hundred people vote at once, some twice, some changing their mind, while the server is killed and restarted."""

from __future__ import annotations

import http.client
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from subprocess import Popen
from threading import Barrier, Thread
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa
from flask import Flask

from app import clock
from app.ballots import packing, secrecy
from app.ballots.models import BallotBox, CastBallot, Edition
from app.ballots.services import sealing
from app.ballots.services.voting import VoteClosed
from app.db import db, session
from tests import make
from tests.make import votes
from tests.served import PATIENCE, kill, server
from tests.sessions import signed

PEOPLE, TWICE, CHANGING, AT_ONCE = 500, 60, 60, 8
Sending = tuple[int, int]
"""A voter, and the project they choose."""


@dataclass
class Crowd:
    """Who votes, through which cookie, what each sent, and what the server acknowledged, in the order of each voter."""

    path: str
    cookies: dict[int, str]
    sent: defaultdict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    acknowledged: defaultdict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    def send(self, connection: http.client.HTTPConnection, sending: Sending) -> int:
        voter, choice = sending
        self.sent[voter].append(choice)
        headers = {"Cookie": f"porte_voix={self.cookies[voter]}", "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", self.path, urlencode({"choice": choice}), headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status == http.client.SEE_OTHER and answer.headers["Location"].endswith("/done"):
            self.acknowledged[voter].append(choice)
        return answer.status

    @property
    def count(self) -> int:
        return sum(map(len, self.acknowledged.values()))

    def vote(self, port: int, sendings: Iterable[Sending], process: Popen[bytes] | None = None, until: int = 0) -> None:
        """Send all of it, several people at once, each voter in order; kill the server once so many are acknowledged."""
        queues: dict[int, list[Sending]] = defaultdict(list)
        for sending in sendings:
            queues[sending[0] % AT_ONCE].append(sending)

        def one_door(queue: list[Sending]) -> None:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
                for sending in queue:
                    try:
                        self.send(connection, sending)
                    except (OSError, http.client.HTTPException):
                        return
                    if process and self.count >= until:
                        kill(process)

        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(one_door, queues.values()))


def crowd(edition: Edition, voters: list[int]) -> Crowd:
    until = (clock.now() + timedelta(hours=1)).isoformat()
    cookies = {one: signed({"booth": {"edition": edition.id, "voter": one, "until": until}}) for one in voters}
    return Crowd(f"/vote/{edition.id}/ballot", cookies)


def in_the_box(edition: Edition, voters: list[int]) -> dict[int, int]:
    """Return what each voter has in the box, as only the holder of the key can tell; nothing else is there."""
    key = secrecy.key_of(edition.id, session().get_one(BallotBox, edition.id).fingerprint)
    names = {secrecy.pseudonym(key, voter): voter for voter in voters}
    rows = session().execute(sa.select(CastBallot.pseudonym, CastBallot.choices).filter_by(edition_id=edition.id)).all()
    assert len(rows) == len({row.pseudonym for row in rows})
    return {names[row.pseudonym]: packing.unpacked(row.choices)[0][0] for row in rows}


def test_five_hundred_vote_at_once_and_nothing_acknowledged_is_lost(app: Flask) -> None:
    edition = votes.opened()
    ids = [one.id for one in edition.candidacies]
    voters = votes.voters(edition, PEOPLE)
    people = crowd(edition, voters)
    first = [(voter, ids[voter % 3]) for voter in voters]
    twice = [(voter, ids[voter % 3]) for voter in voters[:TWICE]]
    changing = [(voter, ids[3 + voter % 3]) for voter in voters[-CHANGING:]]
    sendings = [*Random(1).sample(first + twice, PEOPLE + TWICE), *changing]
    db.session.remove()

    with server(app) as (port, process):
        people.vote(port, sendings, process, until=PEOPLE // 2)
    killed_at = in_the_box(edition, voters)
    before = {voter: list(choices) for voter, choices in people.acknowledged.items()}
    db.session.remove()
    with server(app) as (port, _process):
        people.vote(port, [one for one in sendings if one[1] not in before.get(one[0], ())])

    kept = in_the_box(edition, voters)
    assert PEOPLE // 2 <= sum(map(len, before.values())) < PEOPLE
    assert all(killed_at[voter] in people.sent[voter] for voter in before), "what was acknowledged survived the kill"
    assert len(kept) == PEOPLE
    assert kept == {voter: choices[-1] for voter, choices in people.acknowledged.items()}
    assert [kept[voter] for voter, _choice in changing] == [choice for _voter, choice in changing]


def test_a_ballot_and_the_closing_at_the_same_instant_exclude_each_other(app: Flask) -> None:
    edition = votes.opened()
    first = edition.candidacies[0].id
    voters = votes.voters(edition, 12)
    witnesses = make.actor("referent"), make.actor("committee_secretary")
    with clock.told(edition.closes_at):
        for person in witnesses:
            sealing.sign_closing(edition.id, person)
    closes_at, edition_id, accepted, start = edition.closes_at, edition.id, [], Barrier(5)
    db.session.remove()

    def come(group: list[int]) -> None:
        with app.app_context(), clock.told(closes_at - timedelta(seconds=1)):
            start.wait()
            for voter in group:
                try:
                    votes.ballot(session().get_one(Edition, edition_id), voter, [first])
                except (VoteClosed, secrecy.KeyMissing):
                    continue
                accepted.append(voter)
            db.session.remove()

    def shut() -> None:
        with app.app_context(), clock.told(closes_at):
            start.wait()
            sealing.empty_box(edition_id)
            db.session.remove()

    threads = [Thread(target=come, args=(voters[rank::4],)) for rank in range(4)] + [Thread(target=shut)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    log = {line["what"]: line.get("count") for line in session().get_one(BallotBox, edition_id).log}
    assert log["emptied"] == len(accepted)
    assert session().scalar(sa.select(sa.func.count()).select_from(CastBallot)) == 0


@pytest.mark.parametrize("seconds", [-1, 0, 1])
def test_a_ballot_is_taken_until_the_close_strictly(app: Flask, seconds: int) -> None:
    edition = votes.opened()
    voter = votes.voters(edition)[0]

    with clock.told(edition.closes_at + timedelta(seconds=seconds)):
        try:
            votes.ballot(edition, voter, [edition.candidacies[0].id])
        except VoteClosed:
            taken = False
        else:
            taken = True

    assert taken is (seconds < 0)
