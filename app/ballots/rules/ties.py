"""Ties: an order of the projects that is fixed before the first ballot, and that nobody can have chosen."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from app.ballots.rules.records import TieBreak

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.ballots.rules.contest import Contest
    from app.ballots.rules.records import Ties


def tie_places(contest: Contest, ties: Ties) -> list[int]:
    """Give each candidate its place in the order that breaks ties: lower goes first."""
    lot = {project: place for place, project in enumerate(lot_order((c.id for c in contest.candidates), ties.seed))}

    def key(position: int) -> tuple[int, ...]:
        candidate = contest.candidates[position]
        values = {
            TieBreak.LISTED: position,
            TieBreak.CHEAPEST: candidate.cost,
            TieBreak.DEAREST: -candidate.cost,
            TieBreak.MOST_VOTES: -contest.votes[position],
        }
        return (*(values[criterion] for criterion in ties.criteria), lot[candidate.id])

    ordered = sorted(range(len(contest.candidates)), key=key)
    places = [0] * len(ordered)
    for place, position in enumerate(ordered):
        places[position] = place
    return places


def lot_order(projects: Iterable[str], seed: str) -> list[str]:
    """Draw the lot: by SHA-256 of the seed, a line feed and the project's id, as anyone can check with `sha256sum`."""
    return sorted(projects, key=lambda project: (sha256(f"{seed}\n{project}".encode()).digest(), project))


def commitment(seed: str) -> str:
    """Give the hash of the seed, to publish before the vote opens; the seed itself is published after the close."""
    return sha256(seed.encode()).hexdigest()
