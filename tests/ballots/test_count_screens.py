"""From the urns to the result on screen: two persons key, compare, count, and everybody reads why."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import clock
from app.accounts.models import Person, Scope
from app.ballots import paper_numbers
from app.ballots.models import Edition, PaperRun, VoteCount
from app.db import session
from app.steps.actor import Actor
from tests import make
from tests.make import votes
from tests.make.counts import result, sealed
from tests.markup import faults
from tests.queries import counted
from tests.sessions import sign_in

COUNTERS = ("committee_secretary", "referent", "helper", "facilitator")


@contextmanager
def after(edition: Edition) -> Iterator[None]:
    """Go to the morning after the close."""
    assert edition.closes_at is not None
    with clock.told(edition.closes_at + timedelta(hours=9)):
        yield


class Desk:
    """Somebody of the staff at their own computer."""

    def __init__(self, app: Flask, edition: Edition, role: str) -> None:
        self.actor: Actor = make.actor(role)
        self.client: FlaskClient = app.test_client()
        self.base = f"/vote/{edition.id}"
        sign_in(self.client, session().get(Person, self.actor.person_id))

    def post(self, path: str, status: int = 303, **fields: object) -> str:
        answer = self.client.post(self.base + path, data=fields)
        assert answer.status_code == status, answer.text
        return answer.headers.get("Location", "") if status == 303 else answer.text

    def read(self, path: str) -> str:
        answer = self.client.get(self.base + path)
        assert answer.status_code == 200, path
        assert faults(answer.text) == []
        return answer.text


class Hall:
    """A vote open online and in a town hall, and the two persons who run it."""

    def __init__(self, app: Flask) -> None:
        self.app, self.edition = app, votes.opened()
        self.keys = [one.id for one in self.edition.candidacies]
        self.anne = Desk(app, self.edition, "committee_secretary")
        self.bilal = Desk(app, self.edition, "referent")

    def vote(self) -> list[str]:
        """Let twelve people vote online, one of whom votes on paper too; return the numbers of two papers."""
        voters = votes.voters(self.edition, 12)
        for rank, voter in enumerate(voters):
            votes.ballot(self.edition, voter, [self.keys[rank % 3], self.keys[3]])
        self.anne.post("/paper/print", number=5, place="Mairie", is_large="y")
        run = session().query(PaperRun).one()
        assert self.anne.client.get(f"{self.anne.base}/paper/runs/{run.id}.pdf").data.startswith(b"%PDF")
        self.bilal.post(f"/paper/register/{voters[0]}", place="Mairie")
        return [paper_numbers.number_of(serial, run.salt) for serial in (1, 2)]

    def key(self, desk: Desk, urn: str, numbers: list[str], choice: int) -> None:
        """Key a vote and a blank paper."""
        desk.post(f"{urn}/ballots", 422, number=numbers[0], kind="valid")
        desk.post(f"{urn}/ballots", number=numbers[0], kind="valid", choice=choice)
        desk.post(f"{urn}/ballots", number=numbers[1], kind="blank")
        desk.post(f"{urn}/finish")

    def settle(self, urn: str) -> None:
        """Agree on the vote that was keyed in two ways, and on the signature that is missing."""
        self.anne.post(f"{urn}/settle/1", kind="valid", choice=self.keys[4])
        self.bilal.post(f"{urn}/settle/1/confirm")
        self.anne.post(f"{urn}/reason", reason="Une personne n'a pas signé.")
        assert "ne compte pas encore" in self.anne.read(urn)
        self.bilal.post(f"{urn}/reason/confirm")

    def count(self) -> None:
        """Count, count again, publish."""
        self.anne.post("/count")
        self.anne.post("/count/again", 422)
        self.bilal.post("/count/again")
        self.anne.post("/count/publish")


def test_a_vote_on_paper_and_online_goes_from_the_urns_to_the_result(app: Flask) -> None:
    hall = Hall(app)
    numbers = hall.vote()

    with after(hall.edition):
        for desk in (hall.anne, hall.bilal):
            desk.post("/closing", sure="y")
        urn = hall.anne.post("/paper/urns", place="Mairie", in_urn=2, signatures=1).removeprefix(hall.anne.base)
        hall.key(hall.anne, urn, numbers, hall.keys[4])
        assert numbers[0] not in hall.bilal.read(urn)
        hall.key(hall.bilal, urn, numbers, hall.keys[5])
        hall.settle(urn)
        assert "urne n&#39;est pas encore acceptée" in hall.anne.post("/count", 422)
        hall.anne.post(f"{urn}/accept")
        hall.count()
        page = Desk(app, hall.edition, "helper").read("/result")

    assert session().query(VoteCount).one().voters == 12
    assert "Choisi avec 11 voix" in page
    assert "il manquait" in page
    assert "1 bulletin blanc" in page


def test_nothing_of_a_result_is_shown_before_it_is_published(app: Flask, client: FlaskClient) -> None:
    edition = sealed([(0,)] * 12)
    result(edition, publish=False)

    for path in ("result", "result.pb"):
        assert client.get(f"/vote/{edition.id}/{path}").status_code == 404


def test_before_publication_a_count_is_read_only_by_those_who_count(app: Flask) -> None:
    edition = sealed([(0,)] * 12)
    result(edition, publish=False)

    seen = {role: "Ce que dit le comptage" in Desk(app, edition, role).read("/count") for role in COUNTERS}

    assert seen == {"committee_secretary": True, "referent": True, "helper": False, "facilitator": False}


def test_the_ballots_of_a_few_voters_are_not_published(app: Flask, client: FlaskClient) -> None:
    edition = sealed([(0,), (0, 1), (2,)])
    result(edition)

    page = client.get(f"/vote/{edition.id}/result").text

    assert "Moins de dix personnes" in page
    assert " voix" not in page
    assert client.get(f"/vote/{edition.id}/result.pb").status_code == 404


@pytest.mark.parametrize("many", [2, 9])
def test_the_page_asks_as_little_of_the_database_however_long_the_list(
    app: Flask, client: FlaskClient, many: int
) -> None:
    edition = sealed([(0, 1)] * 12, costs=[20_000_00] * many)
    result(edition)

    with counted() as queries:
        client.get(f"/vote/{edition.id}/result")

    assert len(queries) <= 8


def test_another_citys_staff_see_no_paper_and_no_count(app: Flask, client: FlaskClient) -> None:
    edition, elsewhere = votes.opened(), make.commune("Joué-lès-Tours", "37122")
    stranger = make.person()
    make.role(stranger, "committee_secretary", Scope.COMMUNE, elsewhere.id)
    sign_in(client, stranger)

    for path in ("paper", "paper/register", "count"):
        assert client.get(f"/vote/{edition.id}/{path}").status_code == 404
