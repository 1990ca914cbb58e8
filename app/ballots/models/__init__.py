"""What the residents' votes keep: editions, the projects proposed in them, the roll, ballots, papers and results."""

from __future__ import annotations

from app.ballots.models.candidacy import Candidacy, CandidacyWithdrawal, Eligibility, EligibilityReview
from app.ballots.models.edition import FROZEN_STATES, BallotKind, Edition, EditionSector

__all__ = [
    "FROZEN_STATES",
    "BallotKind",
    "Candidacy",
    "CandidacyWithdrawal",
    "Edition",
    "EditionSector",
    "Eligibility",
    "EligibilityReview",
]
