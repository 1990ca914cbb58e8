"""Reading a vote that is open: its ballot, who comes with a code, how many have voted. Never a choice of anybody's.

No query of this module reads the column `choices`: the draft of one voter is read by `services.voting.own_ballot`
alone, everybody's by the closing alone (a test watches).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.ballots import secrecy
from app.ballots.marking import Paper
from app.ballots.models import (
    BallotBox,
    BallotKind,
    Candidacy,
    CandidacyWithdrawal,
    CastBallot,
    Channel,
    Checkpoint,
    DraftBallot,
    Edition,
    Kiosk,
    PublicReceipt,
    Voter,
    VotingCode,
)
from app.db import remembered, session
from app.projects.models import Project


def edition_to_vote(edition_id: int) -> Edition | None:
    """Return an edition that was frozen for its vote, or None."""
    return session().scalar(sa.select(Edition).filter_by(id=edition_id).where(Edition.frozen_at.is_not(None)))


def on_ballot(edition_id: int) -> list[Candidacy]:
    """Return the projects of the locked list, those withdrawn since included, with their neighbourhoods."""
    whole = joinedload(Candidacy.project).joinedload(Project.neighbourhood)
    asked = sa.select(Candidacy).filter_by(edition_id=edition_id, on_ballot=True)
    asked = asked.options(whole, joinedload(Candidacy.withdrawal)).order_by(Candidacy.id)
    return list(session().scalars(asked).unique())


def choosable(edition_id: int) -> frozenset[int]:
    """Return the projects that one may choose now: those of the locked list, less those withdrawn since."""
    withdrawn = sa.exists().where(CandidacyWithdrawal.candidacy_id == Candidacy.id)
    asked = sa.select(Candidacy.id).where(Candidacy.edition_id == edition_id, Candidacy.on_ballot, ~withdrawn)
    return remembered(("choosable", edition_id), lambda: frozenset(session().scalars(asked)))


def paper_of(edition: Edition) -> Paper:
    """Return the ballot of an edition: the projects one may choose now, and the bounds."""
    projects = choosable(edition.id)
    return Paper(
        kind=edition.ballot_kind,
        projects=projects,
        least=min(edition.min_choices, len(projects)),
        most=1 if edition.ballot_kind is BallotKind.CHOOSE_ONE else edition.max_choices,
        points=edition.points,
        grades=tuple(edition.grades),
    )


def code_typed(edition_id: int, code: str) -> VotingCode | None:
    """Return a code as somebody typed it; None for a wrong one or a cancelled one, or of a voter struck off.

    A code that waits to be let out is returned: whoever holds it is told to wait.
    """
    digest = secrecy.code_digest(edition_id, code)
    in_force = sa.select(VotingCode).join(Voter, Voter.id == VotingCode.voter_id)
    in_force = in_force.where(VotingCode.cancelled_on.is_(None), Voter.cancelled_on.is_(None))
    return session().scalar(in_force.where(VotingCode.edition_id == edition_id, VotingCode.digest == digest))


def code_is_in_force(code_id: int) -> bool:
    """Say whether a code was not cancelled since its voter came in with it."""
    return session().scalar(sa.select(VotingCode.id).filter_by(id=code_id, cancelled_on=None)) is not None


def voter_with_account(edition_id: int, person: Person) -> Voter | None:
    """Return the voter whose address or number on the list is this account's, or None."""
    ways = [secrecy.identity_digest(edition_id, way) for way in (person.email, person.phone) if way]
    listed = sa.select(Voter).where(Voter.edition_id == edition_id, Voter.cancelled_on.is_(None))
    return session().scalar(listed.where(Voter.contact.in_(ways)).order_by(Voter.id).limit(1)) if ways else None


@dataclass(frozen=True)
class Turnout:
    """How a vote goes, in counts that say nothing of what anybody chose."""

    roll: int
    ballots: int
    by_channel: Mapping[Channel, int]
    drafts: int


def turnout_of(edition_id: int) -> Turnout:
    """Count the roll, the ballots cast by channel, and the drafts not cast yet."""
    roll = sa.select(sa.func.count()).select_from(Voter).filter_by(edition_id=edition_id, cancelled_on=None)
    drafts = sa.select(sa.func.count()).select_from(DraftBallot).filter_by(edition_id=edition_id)
    asked = sa.select(CastBallot.channel, sa.func.count()).filter_by(edition_id=edition_id)
    channels = {row[0]: row[1] for row in session().execute(asked.group_by(CastBallot.channel))}
    on_roll, unfinished = session().execute(sa.select(roll.scalar_subquery(), drafts.scalar_subquery())).one()
    return Turnout(on_roll, sum(channels.values()), channels, unfinished)


def box_of(edition_id: int) -> BallotBox | None:
    """Return the box of a vote, or None before it opens."""
    return session().get(BallotBox, edition_id)


def receipt_is_known(edition_id: int, code: str) -> bool:
    """Say whether a receipt is in the box now or, after the close, in the final list."""
    cast = sa.select(CastBallot.receipt).filter_by(edition_id=edition_id, receipt=code)
    public = sa.select(PublicReceipt.code).filter_by(edition_id=edition_id, code=code)
    closed = sa.exists().where(BallotBox.edition_id == edition_id, BallotBox.emptied_at.is_not(None))
    return session().scalar(sa.union_all(cast, public.where(closed)).limit(1)) is not None


def public_receipts(edition_id: int) -> list[str]:
    """Return the codes of the last checkpoint, sorted."""
    asked = sa.select(PublicReceipt.code).filter_by(edition_id=edition_id).order_by(PublicReceipt.code)
    return list(session().scalars(asked))


def checkpoints_of(edition_id: int) -> list[Checkpoint]:
    """Return the checkpoints of a vote, the last one first."""
    asked = sa.select(Checkpoint).filter_by(edition_id=edition_id)
    return list(session().scalars(asked.order_by(Checkpoint.taken_on.desc(), Checkpoint.is_final.desc())))


def kiosk_by_id(kiosk_id: int) -> Kiosk | None:
    """Return a kiosk, or None."""
    return session().get(Kiosk, kiosk_id)


def kiosks_of(edition_id: int) -> list[Kiosk]:
    """Return the kiosks of a vote, the last one opened first."""
    return list(session().scalars(sa.select(Kiosk).filter_by(edition_id=edition_id).order_by(Kiosk.id.desc())))


def editions_voting() -> list[int]:
    """Return the editions whose vote is open or waits to be closed."""
    held = sa.select(BallotBox.edition_id).join(Edition, Edition.id == BallotBox.edition_id)
    waiting = held.where(BallotBox.emptied_at.is_(None), Edition.state == "vote")
    return list(session().scalars(waiting.order_by(BallotBox.edition_id)))


def editions_thrown_away() -> list[int]:
    """Return the editions that were cancelled after their vote had opened."""
    held = sa.select(BallotBox.edition_id).join(Edition, Edition.id == BallotBox.edition_id)
    thrown = held.where(BallotBox.emptied_at.is_(None), Edition.state == "cancelled")
    return list(session().scalars(thrown.order_by(BallotBox.edition_id)))
