"""What somebody who works on a vote, or sends requests of their own, could try against it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from app import clock
from app.ballots import marking
from app.ballots.marking import Paper
from app.ballots.models import BallotKind, CastBallot, DraftBallot
from app.ballots.services import closing, sealing
from app.ballots.services.sealing import NeedsKeeper
from app.db import is_sqlite, open_transaction, session
from tests import make
from tests.make import votes


def test_two_persons_who_only_receive_voters_do_not_destroy_the_key(app: Flask) -> None:
    edition = votes.opened()

    with clock.told(edition.closes_at):
        sealing.sign_closing(edition.id, make.actor("helper"))
        with pytest.raises(NeedsKeeper):
            sealing.sign_closing(edition.id, make.actor("facilitator"))
        is_signed = sealing.sign_closing(edition.id, make.actor("referent"))

    assert is_signed


def test_an_error_of_the_database_tells_the_log_no_choice(app: Flask) -> None:
    edition = votes.opened()
    row = {"edition_id": edition.id, "pseudonym": b"hidden-name", "choices": b"my-choices"}

    with pytest.raises(sa.exc.IntegrityError) as failed, open_transaction() as current:
        current.execute(sa.insert(DraftBallot).values([row, row]))

    assert not re.search("hidden-name|my-choices|6d792d63686f", str(failed.value))


def test_one_project_sent_twice_is_chosen_once() -> None:
    paper = Paper(BallotKind.CHOOSE_ONE, frozenset({3}))

    marked = marking.read(paper, {"choice": ["3", "3"]})

    assert (marked.choices, marked.faults) == ([3], [])


def test_several_times_an_hour_the_order_in_which_ballots_came_is_lost(app: Flask) -> None:
    edition = votes.opened()
    for voter in votes.voters(edition, 12):
        votes.ballot(edition, voter, [edition.candidacies[0].id])

    with clock.told(clock.at_nine(clock.today() + timedelta(days=1)).replace(minute=40)):
        closing.mix_ballots()

    if is_sqlite():
        lying = list(session().scalars(sa.select(CastBallot.pseudonym)))
        assert len(lying) == 12
        assert sorted(lying) in (lying, lying[::-1])
    else:  # one transaction wrote them all
        assert len(set(session().scalars(sa.text("SELECT xmin::text FROM cast_ballot")))) == 1
