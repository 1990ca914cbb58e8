"""Greedy: from the best supported project down, while the money lasts. The rule of nearly every city."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from app.ballots.rules.outcome import Round, Verdict
from app.ballots.rules.records import Misfit
from app.ballots.rules.screening import screen
from app.ballots.rules.support import scores, unit
from app.ballots.rules.ties import tie_places

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

    from app.ballots.rules.contest import Contest
    from app.ballots.rules.records import Greedy, MajorityJudgment
    from app.ballots.rules.till import Till


def greedy(contest: Contest, rule: Greedy, till: Till, positions: Sequence[int]) -> list[Round]:
    """Fund the best supported projects among these."""
    totals = scores(contest, rule.score, rule.rank_points)
    kept, refused = screen(contest, till, positions, rule.score, totals)
    places = tie_places(contest, rule.ties)
    ranking = sorted(kept, key=lambda position: (-totals[position], places[position]))
    grain = unit(contest, rule.score)
    support = {position: Fraction(totals[position], grain) for position in kept}
    return [*mark_ties(contest, support, fund_in_order(rule, till, ranking, support)), *refused]


def fund_in_order(
    rule: Greedy | MajorityJudgment, till: Till, ranking: Sequence[int], support: dict[int, Fraction]
) -> Iterator[Round]:
    """Fund each project that fits, from the first to the last; at a misfit, do what the rule says."""
    stopped = False
    for position in ranking:
        obstacle = till.obstacle(position)
        if stopped:
            yield till.round(position, Verdict.NOT_REACHED, support[position])
        elif obstacle is None:
            till.pay(position)
            yield till.round(position, Verdict.FUNDED, support[position])
        elif obstacle.verdict is not Verdict.DOES_NOT_FIT or rule.misfit is Misfit.SKIP:
            yield till.refusal(position, obstacle, support[position])
        else:
            stopped = True
            yield _misfit(rule, till, position, support[position])


def _misfit(rule: Greedy | MajorityJudgment, till: Till, position: int, support: Fraction) -> Round:
    """Top the first misfit up from the reserve if enough of its cost is left, else leave it out."""
    cost = till.contest.candidates[position].cost
    lacking = till.contest.money(cost - till.left)
    if rule.misfit is Misfit.TOP_UP and till.left >= rule.top_up * cost:
        till.pay(position)
        return replace(till.round(position, Verdict.TOPPED_UP, support), lacking=lacking)
    return replace(till.round(position, Verdict.DOES_NOT_FIT, support), lacking=lacking)


def mark_ties(contest: Contest, keys: Mapping[int, Hashable], rounds: Iterable[Round]) -> list[Round]:
    """Say in each round which projects only the tie order separates from this one: those with the same key."""
    tied: defaultdict[Hashable, list[str]] = defaultdict(list)
    key_of = {contest.candidates[position].id: key for position, key in keys.items()}
    for project, key in key_of.items():
        tied[key].append(project)
    return [
        replace(each, tied_with=tuple(other for other in tied[key_of[each.project]] if other != each.project))
        if len(tied[key_of[each.project]]) > 1
        else each
        for each in rounds
    ]
