"""Votes that are over: ballots without voters, paper batches, counts, in the shortest way."""

from __future__ import annotations

from collections.abc import Sequence

from app import clock
from app.ballots.models import BallotKind, Channel, Edition, FinalBallot, VoteCount
from app.ballots.packing import packed
from app.ballots.services import counting
from app.db import session, transaction
from app.steps.actor import Actor
from tests.make.editions import edition
from tests.make.people import actor


@transaction()
def sealed(ballots: Sequence[Sequence[int]], marks: Sequence[Sequence[int]] = (), **fields: object) -> Edition:
    """Store an edition whose vote is closed, with ballots that name projects by their rank in the list."""
    made = edition("count", **fields)
    made.sealed_at = clock.now()
    keys = [candidacy.id for candidacy in made.candidacies]
    ranked = made.ballot_kind is BallotKind.RANKING
    for place, ranks in enumerate(ballots):
        said = packed([keys[rank] for rank in ranks], marks[place] if marks else (), ranked=ranked)
        session().add(FinalBallot(edition_id=made.id, choices=said, channel=Channel.ONLINE))
    session().flush()
    return made


def result(made: Edition, *, publish: bool = True) -> VoteCount:
    """Count twice, by two persons, and publish unless told otherwise; return the version that stands."""
    secretary: Actor = actor("committee_secretary")
    last = counting.count_edition(made, secretary)
    counting.recount_edition(made, actor("referent"))
    if publish:
        counting.publish_result(made, secretary)
    return last
