"""How much each project is supported, and by whom."""

from __future__ import annotations

from collections import Counter, defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

from app.ballots.rules.contest import Backing
from app.ballots.rules.records import Score

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.ballots.rules.contest import Ballot, Contest

Backers = dict[int, Backing]  # for each mark given to a project, the ballots that give it


def scores(contest: Contest, score: Score, rank_points: tuple[int, ...] = ()) -> list[int]:
    """Add up the support of each candidate, in grains (see `unit`)."""
    if score is Score.VOTES:
        return list(contest.votes)
    totals = [0] * len(contest.candidates)
    points = rank_points or _descending(contest)
    for ballot in contest.ballots:
        for candidate, mark in zip(ballot.choices, marks(ballot, score, points), strict=False):
            totals[candidate] += mark * ballot.weight
    return totals


def marks(ballot: Ballot, score: Score, rank_points: tuple[int, ...]) -> tuple[int, ...]:
    """Give the mark of each choice; ranks beyond the points have none."""
    if score is Score.POINTS:
        return ballot.marks
    if score is Score.RANKS:
        return rank_points[: len(ballot.choices)]
    return (1,) * len(ballot.choices)


def unit(contest: Contest, score: Score) -> int:
    """Give the grains in one unit of support: a vote, or a point."""
    return contest.weight_grain * (contest.mark_grain if score is Score.POINTS else 1)


def backers(contest: Contest, score: Score) -> list[Backers]:
    """Find who supports each candidate, by the mark they give it."""
    if score is Score.VOTES and not contest.repeated:
        return [{1: ballots} for ballots in contest.backing]
    found: list[Backers] = [defaultdict(lambda: Backing([], [])) for _ in contest.candidates]
    points, plain = _descending(contest), contest.weight_grain
    for position, ballot in enumerate(contest.ballots):
        given = zip(ballot.choices, marks(ballot, score, points), strict=True)
        for candidate, mark in _added(given) if contest.repeated else given:
            if mark > 0:
                backing = found[candidate][mark]
                (backing.alone if ballot.weight == plain else backing.shared).append(position)
    return found


def voters(contest: Contest, weight: int) -> Fraction:
    """Express a weight in voters."""
    return Fraction(weight, contest.weight_grain)


def _descending(contest: Contest) -> tuple[int, ...]:
    longest = max((len(ballot.choices) for ballot in contest.ballots), default=0)
    return tuple(range(longest, 0, -1))


def _added(given: Iterable[tuple[int, int]]) -> Iterable[tuple[int, int]]:
    """Add up the marks of a choice that the ballot repeats."""
    total: Counter[int] = Counter()
    for candidate, mark in given:
        total[candidate] += mark
    return total.items()
