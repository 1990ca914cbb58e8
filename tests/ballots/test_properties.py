"""What must hold of every count, tried by Hypothesis on random elections."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ballots.rules import count
from app.ballots.rules.contest import Contest, Vote, gather
from app.ballots.rules.outcome import WON
from app.ballots.rules.records import (
    Comparison,
    Completion,
    EqualShares,
    Greedy,
    MajorityJudgment,
    Misfit,
    Phragmen,
    Rule,
    Score,
    Stop,
    TieBreak,
    Ties,
    Utility,
)
from tests.ballots import rational

LISTED = Ties(criteria=(TieBreak.LISTED,))
RULES: tuple[Rule, ...] = (
    Greedy(),
    Greedy(score=Score.POINTS, misfit=Misfit.STOP),
    Greedy(misfit=Misfit.TOP_UP),
    EqualShares(),
    EqualShares(score=Score.POINTS, utility=Utility.COUNT, completion=Completion.GREEDY),
    EqualShares(step=Fraction(5), stop=Stop.EXHAUSTIVE, comparison=Comparison.SATISFACTION),
    EqualShares(step=Fraction(7, 2), comparison=Comparison.EXCLUSION, completion=Completion.GREEDY),
    Phragmen(),
    Phragmen(misfit=Misfit.SKIP),
    MajorityJudgment(),
)
Drawn = tuple[int, dict[str, int], list[Vote]]


@st.composite
def elections(draw: st.DrawFn, *, marks: bool = True, free: bool = True) -> Drawn:
    """Draw a budget, costs (some of them nothing) and votes with points and weights."""
    names = [f"p{number}" for number in range(draw(st.integers(1, 6)))]
    costs = {name: draw(st.integers(0 if free else 1, 60)) for name in names}
    votes = []
    for _ in range(draw(st.integers(1, 10))):
        choices = draw(st.lists(st.sampled_from(names), unique=True, max_size=4))
        points = [draw(st.integers(0, 4)) for _ in choices] if marks else []
        votes.append(Vote(choices, points, Fraction(draw(st.integers(1, 6)), draw(st.integers(1, 3)))))
    return draw(st.integers(0, 150)), costs, votes


def contest(election: Drawn) -> Contest:
    budget, costs, votes = election
    return gather(budget, [(name, cost, {}) for name, cost in costs.items()], votes)


@given(elections(), st.sampled_from(RULES))
def test_what_is_spent_is_what_winners_cost_and_never_more_than_the_budget(election: Drawn, rule: Rule) -> None:
    budget, costs, _ = election

    outcome = count(contest(election), rule)

    assert outcome.spent + outcome.reserve == sum(costs[name] for name in outcome.winners)
    assert outcome.spent <= budget
    assert outcome.spent + outcome.left == budget
    assert not outcome.reserve or getattr(rule, "misfit", None) is Misfit.TOP_UP


@given(elections(), st.sampled_from(RULES), st.randoms(use_true_random=False))
def test_the_order_of_voters_and_the_gathering_of_ballots_do_not_matter(
    election: Drawn, rule: Rule, draw: random.Random
) -> None:
    budget, costs, votes = election
    shuffled = [Vote(vote.choices, vote.marks, vote.weight / 2) for vote in votes for _ in (1, 2)]
    draw.shuffle(shuffled)

    one, two = count(contest(election), rule), count(contest((budget, costs, shuffled)), rule)

    assert one == two


@given(elections(), st.sampled_from(RULES))
def test_every_project_has_a_last_word_that_agrees_with_the_winners(election: Drawn, rule: Rule) -> None:
    _, costs, _ = election

    outcome = count(contest(election), rule)

    last = {each.project: each.verdict in WON for each in outcome.rounds}
    assert set(last) == set(costs)
    assert {name for name, won in last.items() if won} == set(outcome.winners)


@given(elections(), st.sampled_from([rule for rule in RULES if isinstance(rule, (EqualShares, Phragmen))]))
def test_what_the_payments_say_makes_up_the_cost(election: Drawn, rule: Rule) -> None:
    outcome = count(contest(replaced_marks(election)), rule)

    for each in outcome.rounds:
        if each.payment:
            assert each.payment.price * each.payment.in_full + each.payment.raised_from_these == each.cost


def replaced_marks(election: Drawn) -> Drawn:
    """Give every mark the value 1: then a price is what one voter pays."""
    budget, costs, votes = election
    return budget, costs, [Vote(vote.choices, (), vote.weight) for vote in votes]


@given(elections(free=False), st.data())
def test_one_more_vote_never_takes_a_project_out_of_the_greedy_winners(election: Drawn, data: st.DataObject) -> None:
    budget, costs, votes = election
    before = count(contest(election), Greedy(ties=LISTED)).winners
    if not before:
        return
    favoured = data.draw(st.sampled_from(before))

    after = count(contest((budget, costs, [*votes, Vote([favoured], [1])])), Greedy(ties=LISTED)).winners

    assert favoured in after


@given(elections(marks=False, free=False), st.sampled_from(Utility))
def test_approval_equal_shares_are_exactly_those_of_rational_numbers(election: Drawn, utility: Utility) -> None:
    outcome = count(contest(election), EqualShares(utility=utility, ties=LISTED))

    assert list(outcome.winners) == rational.equal_shares(*election, utility)


@given(elections(free=False), st.sampled_from(Utility))
def test_equal_shares_with_points_are_exactly_those_of_rational_numbers(election: Drawn, utility: Utility) -> None:
    outcome = count(contest(election), EqualShares(score=Score.POINTS, utility=utility, ties=LISTED))

    assert list(outcome.winners) == rational.equal_shares(*election, utility)


@given(elections(marks=False))
def test_phragmen_is_exactly_that_of_rational_numbers(election: Drawn) -> None:
    outcome = count(contest(election), Phragmen(ties=LISTED))

    assert list(outcome.winners) == rational.phragmen(*election)


@given(elections(marks=False, free=False), st.integers(1, 8), st.integers(1, 4))
def test_a_group_whose_shares_pay_for_its_common_projects_gets_as_many_of_them(
    election: Drawn, size: int, wanted: int
) -> None:
    budget, costs, votes = election
    common = [f"c{number}" for number in range(wanted)]
    everyone = [*votes, *(Vote(common) for _ in range(size))]
    share = budget * size / sum((Fraction(vote.weight) for vote in everyone), Fraction(0))
    price = int(share / wanted)
    if not price:
        return

    outcome = count(contest((budget, {**costs, **dict.fromkeys(common, price)}, everyone)), EqualShares())

    assert set(common) <= set(outcome.winners)


@pytest.mark.parametrize("rule", RULES)
def test_a_contest_without_ballots_or_without_projects_elects_nobody(rule: Rule) -> None:
    empty = gather(100, [("a", 10, {})], [])

    outcomes = [count(empty, rule), count(replace(empty, candidates=()), rule)]

    assert [outcome.winners for outcome in outcomes] == [(), ()]
    assert [outcome.left for outcome in outcomes] == [100, 100]
