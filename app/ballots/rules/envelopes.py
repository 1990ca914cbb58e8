"""A whole count: one pass, or several (envelopes, floors, then a common pool), each with its own rule and money."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.ballots.rules.equal_shares import equal_shares
from app.ballots.rules.greedy import greedy
from app.ballots.rules.majority_judgment import majority_judgment
from app.ballots.rules.outcome import Outcome
from app.ballots.rules.phragmen import phragmen
from app.ballots.rules.records import EqualShares, Greedy, Limits, MajorityJudgment, single
from app.ballots.rules.till import Till

if TYPE_CHECKING:
    from app.ballots.rules.contest import Contest
    from app.ballots.rules.outcome import Round
    from app.ballots.rules.records import Pass, Plan, Rule


def count(contest: Contest, plan: Plan | Rule) -> Outcome:
    """Count a contest by one rule, or pass after pass, what a pass leaves going to those after it."""
    passes = plan if isinstance(plan, tuple) else single(plan)
    till = Till(contest, Limits(), contest.budget)
    rounds: list[Round] = []
    for each in passes:
        made = _run_pass(contest, each, till)
        rounds += [replace(one, stage=_stage(each, one)) for one in made] if len(passes) > 1 else made
    return Outcome(
        winners=tuple(contest.candidates[position].id for position in till.chosen),
        spent=contest.money(till.spent),
        reserve=contest.money(till.reserve),
        left=contest.money(till.left),
        rounds=tuple(rounds),
    )


def _run_pass(contest: Contest, each: Pass, till: Till) -> list[Round]:
    """Run one pass with its own part of the money; the voters of an envelope are those who chose something in it."""
    inside = [position for position in range(len(contest.candidates)) if _concerns(contest, each, position)]
    purse = Till(contest, each.rule.limits, _money(contest, each, till), till.chosen)
    purse.label, purse.most = (each.label, each.most) if each.most else ("", 0)
    scope = contest.narrowed(inside) if each.value else contest
    positions = [position for position in inside if position not in till.chosen]
    rounds = _run_rule(replace(scope, budget=purse.left), each.rule, purse, positions)
    till.chosen = purse.chosen
    till.spent += purse.spent
    till.reserve += purse.reserve
    till.left -= purse.spent
    return rounds


def _concerns(contest: Contest, each: Pass, position: int) -> bool:
    """Tell whether a pass is about a candidate: one without the label has no place in an envelope or a floor."""
    label = contest.candidates[position].labels.get(each.label, "")
    return label == each.value if each.value else bool(label) or not each.most


def _run_rule(contest: Contest, rule: Rule, till: Till, positions: list[int]) -> list[Round]:
    match rule:
        case Greedy():
            return greedy(contest, rule, till, positions)
        case EqualShares():
            return equal_shares(contest, rule, till, positions)
        case MajorityJudgment():
            return majority_judgment(contest, rule, till, positions)
        case _:
            return phragmen(contest, rule, till, positions)


def _money(contest: Contest, each: Pass, till: Till) -> int:
    """Give what a pass may spend, in grains: never more than is left, and never a part of a grain."""
    if each.amount is None:
        return till.left
    return min(till.left, int(each.amount * contest.money_grain))


def _stage(each: Pass, one: Round) -> str:
    return each.name if one.stage == "count" else f"{each.name}/{one.stage}"
