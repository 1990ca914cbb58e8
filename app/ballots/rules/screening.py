"""Before a rule runs: the projects that nobody supports, or too few people, are set aside."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from app.ballots.rules.outcome import Round, Verdict
from app.ballots.rules.support import unit
from app.ballots.rules.till import Obstacle

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.ballots.rules.contest import Contest
    from app.ballots.rules.records import Minimum, Score
    from app.ballots.rules.till import Till


def screen(
    contest: Contest, till: Till, positions: Iterable[int], score: Score, totals: Sequence[int]
) -> tuple[list[int], list[Round]]:
    """Keep the candidates with enough support, and write down why each of the others is out."""
    kept: list[int] = []
    refused: list[Round] = []
    grain = unit(contest, score)
    for position in positions:
        support = Fraction(totals[position], grain)
        if totals[position] <= 0:
            refused.append(till.refusal(position, Obstacle(Verdict.NO_SUPPORT), support))
        elif missed := missed_minimum(contest, till.limits.minimum, position, support):
            refused.append(till.refusal(position, Obstacle(Verdict.BELOW_MINIMUM, missed), support))
        else:
            kept.append(position)
    return kept, refused


def missed_minimum(contest: Contest, minimum: Minimum, position: int, support: Fraction) -> str:
    """Name the minimum that a candidate misses, or nothing."""
    votes, cost = contest.votes[position], contest.candidates[position].cost
    if minimum.score and support < minimum.score:
        return "score"
    if minimum.of_voters and votes < minimum.of_voters * contest.weight:
        return "of_voters"
    if minimum.of_cost and votes * contest.budget < minimum.of_cost * cost * contest.weight:
        return "of_cost"
    return ""
