"""What the residents' votes keep: editions, the projects proposed in them, the roll, ballots, papers and results."""

from __future__ import annotations

from app.ballots.models.ballot import (
    BallotBox,
    CastBallot,
    Checkpoint,
    DraftBallot,
    FinalBallot,
    PublicReceipt,
)
from app.ballots.models.candidacy import Candidacy, CandidacyWithdrawal, Eligibility, EligibilityReview
from app.ballots.models.edition import FROZEN_STATES, BallotKind, Edition, EditionSector
from app.ballots.models.paper import (
    PaperBallot,
    PaperBatch,
    PaperKeying,
    PaperKind,
    PaperRun,
    PaperScan,
    PaperSettlement,
    PaperVoter,
)
from app.ballots.models.result import VoteCount
from app.ballots.models.roll import Channel, Kiosk, RollNote, RollNoteKind, Voter, VoterSource, VotingCode

__all__ = [
    "FROZEN_STATES",
    "BallotBox",
    "BallotKind",
    "Candidacy",
    "CandidacyWithdrawal",
    "CastBallot",
    "Channel",
    "Checkpoint",
    "DraftBallot",
    "Edition",
    "EditionSector",
    "Eligibility",
    "EligibilityReview",
    "FinalBallot",
    "Kiosk",
    "PaperBallot",
    "PaperBatch",
    "PaperKeying",
    "PaperKind",
    "PaperRun",
    "PaperScan",
    "PaperSettlement",
    "PaperVoter",
    "PublicReceipt",
    "RollNote",
    "RollNoteKind",
    "VoteCount",
    "Voter",
    "VoterSource",
    "VotingCode",
]
