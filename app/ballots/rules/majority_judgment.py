"""Majority judgment (Balinski and Laraki): every voter grades every project, and the median grade ranks them."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from app.ballots.rules.greedy import fund_in_order, mark_ties
from app.ballots.rules.outcome import Verdict
from app.ballots.rules.records import Score
from app.ballots.rules.screening import screen
from app.ballots.rules.ties import tie_places
from app.ballots.rules.till import Obstacle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.ballots.rules.contest import Contest
    from app.ballots.rules.outcome import Round
    from app.ballots.rules.records import MajorityJudgment
    from app.ballots.rules.till import Till

Grades = list[tuple[int, int]]  # (grade, weight of the ballots that give it), from the worst grade to the best


def majority_judgment(contest: Contest, rule: MajorityJudgment, till: Till, positions: Sequence[int]) -> list[Round]:
    """Fund these projects in the order of their median grades."""
    kept, refused = screen(contest, till, positions, Score.VOTES, contest.votes)
    tables = grades(contest, rule.missing * contest.mark_grain)
    values = {position: majority_value(tables[position]) for position in kept}
    median = {position: Fraction(value[0], contest.mark_grain) for position, value in values.items()}
    low = [position for position in kept if median[position] < rule.lowest]
    refused += [till.refusal(p, Obstacle(Verdict.BELOW_MINIMUM, "lowest"), median[p]) for p in low]
    places = tie_places(contest, rule.ties)
    ranking = sorted((p for p in kept if p not in low), key=lambda p: places[p])
    ranking.sort(key=lambda p: values[p], reverse=True)
    return [*mark_ties(contest, values, fund_in_order(rule, till, ranking, median)), *refused]


def grades(contest: Contest, missing: int) -> list[Grades]:
    """Count the grades of each candidate; a ballot that does not grade one gives it `missing`."""
    counts: list[Counter[int]] = [Counter() for _ in contest.candidates]
    for ballot in contest.ballots:
        for candidate, grade in dict(zip(ballot.choices, ballot.marks, strict=True)).items():
            counts[candidate][grade] += ballot.weight
    for count in counts:
        count[missing] += contest.weight - count.total()
    return [sorted((grade, weight) for grade, weight in count.items() if weight) for count in counts]


def majority_value(table: Grades) -> tuple[int, ...]:
    """Give a key that compares like the majority value: the medians met when they are taken away one after the other.

    Taken away from the lower median, they alternate outwards and so read as pairs: one grade below, one above. A pair
    lasts over a run, and two runs of the same pair compare by their ends: where the next pair is better, the sooner the
    better; where it is worse, the later the better.
    """
    runs = _pairs_outwards(table)
    key: list[int] = []
    for (pair, length), (following, _) in zip(runs, [*runs[1:], runs[-1]], strict=True):
        direction = (following > pair) - (following < pair)
        key += [*pair, direction, -direction * length]
    return tuple(key)


def _pairs_outwards(table: Grades) -> list[tuple[tuple[int, int], int]]:
    """Give the pairs of grades at the same distance from the middle, each with how long it lasts."""
    middle = (sum(weight for _, weight in table) - 1) // 2
    below, above = _outwards(table, middle), _outwards(table[::-1], middle)
    low, high, runs = 0, 0, []
    for start, end in pairwise([*sorted({*below, *above}), middle + 1]):
        low, high = below.get(start, low), above.get(start, high)
        runs.append(((low, high), end - start))
    return runs


def _outwards(table: Grades, middle: int) -> dict[int, int]:
    """Say at which distance from the middle each grade begins, going back to the first of the table."""
    starts, first = {}, 0
    for grade, weight in table:
        if first <= middle:
            starts[max(0, middle + 1 - first - weight)] = grade
        first += weight
    return starts
