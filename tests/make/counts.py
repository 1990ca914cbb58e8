"""Votes that are over: ballots without voters, paper batches, counts, in the shortest way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app import clock, files
from app.ballots.models import (
    BallotKind,
    Channel,
    Edition,
    FinalBallot,
    PaperBatch,
    PaperRun,
    PaperScan,
    VoteCount,
)
from app.ballots.packing import packed
from app.ballots.services import counting
from app.db import session, transaction
from app.steps.actor import Actor
from tests.make.editions import edition
from tests.make.people import actor


@transaction()
def sealed(ballots: Sequence[Sequence[int]], marks: Sequence[Sequence[int]] = (), **fields: Any) -> Edition:
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


@transaction()
def paper_on_the_table() -> dict[str, int]:
    """Store an edition with ballots printed, an urn and a scan of it; return what their addresses name."""
    made, somebody = edition("vote"), actor("referent").person_id
    run = PaperRun(
        edition_id=made.id, first_serial=1, last_serial=3, is_large=True, salt="sel", place="Mairie",
        printed_by_id=somebody, printed_at=clock.now(),
    )  # fmt: skip
    batch = PaperBatch(
        edition_id=made.id, place="Mairie", in_urn=2, signatures=2, opened_by_id=somebody, opened_at=clock.now()
    )
    session().add_all([run, batch])
    session().flush()
    stored = files.keep_pdf(b"%PDF-1.7", "scan.pdf")
    scan = PaperScan(
        batch_id=batch.id, sha256=stored.sha256, name=stored.name, media_type=stored.media_type, size=stored.size,
        kept_by_id=somebody, kept_at=clock.now(),
    )  # fmt: skip
    session().add(scan)
    session().flush()
    return {"edition_id": made.id, "run_id": run.id, "batch_id": batch.id, "scan_id": scan.id}


def result(made: Edition, *, publish: bool = True) -> VoteCount:
    """Count twice, by two persons, and publish unless told otherwise; return the version that stands."""
    secretary: Actor = actor("committee_secretary")
    last = counting.count_edition(made, secretary)
    counting.recount_edition(made, actor("referent"))
    if publish:
        counting.publish_result(made, secretary)
    return last
