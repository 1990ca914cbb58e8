"""Ties: an order of the projects that is fixed before the first ballot, and that nobody can have chosen."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from app.ballots.rules.records import TieBreak

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.ballots.rules.contest import Contest
    from app.ballots.rules.records import Ties


def tie_places(contest: Contest, ties: Ties) -> list[int]:
    """Give each candidate its place in the order that breaks ties: lower goes first."""
    candidates = contest.candidates
    lot = {project: place for place, project in enumerate(lot_order((c.id for c in candidates), ties.seed))}
    columns = [_column(contest, criterion) for criterion in ties.criteria]
    keys = list(zip(*columns, (lot[candidate.id] for candidate in candidates), strict=True))
    places = [0] * len(keys)
    for place, position in enumerate(sorted(range(len(keys)), key=keys.__getitem__)):
        places[position] = place
    return places


def _column(contest: Contest, criterion: TieBreak) -> Sequence[int]:
    """Give the value of each candidate by one criterion: lower goes first."""
    match criterion:
        case TieBreak.LISTED:
            return range(len(contest.candidates))
        case TieBreak.CHEAPEST:
            return [candidate.cost for candidate in contest.candidates]
        case TieBreak.DEAREST:
            return [-candidate.cost for candidate in contest.candidates]
        case TieBreak.MOST_VOTES:
            return [-votes for votes in contest.votes]


def lot_order(projects: Iterable[str], seed: str) -> list[str]:
    """Draw the lot: by SHA-256 of the seed, a line feed and the project's id, as anyone can check with `sha256sum`."""
    return sorted(projects, key=lambda project: (sha256(f"{seed}\n{project}".encode()).digest(), project))


def commitment(seed: str) -> str:
    """Give the hash of the seed, to publish before the vote opens; the seed itself is published after the close."""
    return sha256(seed.encode()).hexdigest()
