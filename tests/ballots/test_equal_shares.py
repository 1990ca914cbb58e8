"""Equal shares and Phragmén: who pays for what, what is done with the rest, and what the rounds say of it."""

from fractions import Fraction

import pytest

from app.ballots.rules import Verdict, count
from app.ballots.rules.records import (
    Cap,
    Comparison,
    Completion,
    EqualShares,
    Limits,
    Minimum,
    Misfit,
    Phragmen,
    Score,
    TieBreak,
    Ties,
    Utility,
)
from tests.ballots.contests import approvals, labelled, marked

LISTED = Ties(criteria=(TieBreak.LISTED,))


def test_a_minority_with_its_share_of_the_money_gets_its_project() -> None:
    ballots = ["abc"] * 6 + ["z"] * 3

    outcome = count(approvals(90, {"a": 30, "b": 30, "c": 30, "z": 30}, ballots), EqualShares(ties=LISTED))

    assert outcome.winners == ("a", "b", "z")


def test_a_round_says_who_paid_in_full_and_who_gave_all_they_had() -> None:
    contest = approvals(40, {"a": 18, "b": 14}, ["a", "a", "ab", "b"])

    outcome = count(contest, EqualShares(ties=LISTED))

    first, second = outcome.rounds
    assert (first.project, first.support, first.payment) == ("a", 3, (6, 3, 0, 0))
    assert (second.project, second.support, second.payment) == ("b", Fraction(14, 10), (10, 1, 1, 4))
    assert second.left == 8


def test_a_project_that_its_supporters_can_no_longer_pay_says_what_they_lack() -> None:
    contest = approvals(40, {"a": 18, "b": 10}, ["a", "ab", "b", "b"])

    outcome = count(contest, EqualShares())

    won, lost = outcome.rounds
    assert (won.project, won.payment.price) == ("b", Fraction(10, 3))
    assert (lost.verdict, lost.lacking) == (Verdict.SUPPORTERS_CANNOT_PAY, 18 - 10 - (10 - Fraction(10, 3)))


def test_a_project_out_of_reach_from_the_start_is_dropped_first() -> None:
    contest = approvals(40, {"a": 25, "b": 10}, ["a", "ab", "b", "b"])

    outcome = count(contest, EqualShares())

    lost, won = outcome.rounds
    assert (lost.project, lost.verdict, lost.lacking) == ("a", Verdict.SUPPORTERS_CANNOT_PAY, 5)
    assert won.project == "b"


def test_utility_by_cost_and_by_count_prefer_different_projects() -> None:
    contest = approvals(20, {"big": 20, "tiny": 4}, [["big", "tiny"], ["big"]])

    by_cost, by_count = count(contest, EqualShares()), count(contest, EqualShares(utility=Utility.COUNT))

    assert by_cost.winners == ("big",)
    assert by_count.winners == ("tiny",)


def test_points_share_the_price_in_proportion() -> None:
    contest = marked(40, {"a": 20}, [{"a": 3}, {"a": 1}])

    outcome = count(contest, EqualShares(score=Score.POINTS))

    assert outcome.rounds[0].payment == (5, 2, 0, 0)


def growing(**settings) -> EqualShares:
    return EqualShares(step=Fraction(1), ties=LISTED, **settings)


def test_shares_grow_until_the_next_step_would_overspend() -> None:
    contest = approvals(30, {"a": 12, "b": 14, "c": 16}, ["a", "a", "bc"])

    plain, grown = count(contest, EqualShares(ties=LISTED)), count(contest, growing())

    assert plain.winners == ("a",)
    assert grown.winners == ("a", "b")
    assert [each.lacking for each in grown.rounds if each.project == "c"] == [1]


def test_shares_may_grow_until_everything_is_spent() -> None:
    contest = approvals(26, {"a": 12, "b": 14}, ["a", "a", "b"])

    outcome = count(contest, growing())

    assert outcome.left == 0


def test_completion_gives_the_rest_to_the_best_supported_that_fit() -> None:
    contest = approvals(40, {"a": 30, "b": 12, "c": 10}, ["a", "a", "b", "c"])

    bare, full = count(contest, EqualShares()), count(contest, EqualShares(completion=Completion.GREEDY, ties=LISTED))

    assert bare.winners == ("c",)
    assert full.winners == ("c", "a")
    assert [(each.project, each.verdict, each.stage) for each in full.rounds if each.stage == "completion"] == [
        ("a", Verdict.FUNDED, "completion"),
        ("b", Verdict.DOES_NOT_FIT, "completion"),
    ]


@pytest.mark.parametrize(
    ("comparison", "ballots", "winners"),
    [
        (Comparison.NONE, ["ab"] * 6 + ["z"] * 3, ("a", "z")),
        (Comparison.SATISFACTION, ["ab"] * 6 + ["z"] * 3, ("a", "b")),
        (Comparison.EXCLUSION, ["ab"] * 6 + ["z"] * 3, ("a", "z")),
    ],
)
def test_the_greedy_outcome_is_taken_when_more_voters_are_better_served_by_it(comparison, ballots, winners) -> None:
    contest = approvals(60, {"a": 30, "b": 30, "z": 20}, ballots)

    outcome = count(contest, EqualShares(comparison=comparison, ties=LISTED))

    assert outcome.winners == winners
    assert {each.stage for each in outcome.rounds} == ({"comparison"} if winners == ("a", "b") else {"count"})


def test_equal_shares_keep_their_outcome_when_as_many_voters_prefer_each() -> None:
    contest = approvals(60, {"a": 30, "b": 30, "z": 30}, ["ab"] * 3 + ["z"] * 3 + ["b"])

    outcome = count(contest, EqualShares(comparison=Comparison.SATISFACTION, step=Fraction(1), ties=LISTED))

    assert outcome.winners == ("b", "z")


def test_rivals_caps_and_minima_hold_in_equal_shares_too() -> None:
    projects = {"a": (10, "nord"), "b": (10, "nord"), "c": (10, "nord"), "d": (10, "sud")}
    contest = labelled(100, projects, ["abcd", "abc", "abc", "ab", "a"])
    limits = Limits(
        minimum=Minimum(score=Fraction(2)),
        exclusive=(frozenset("ab"),),
        caps=(Cap(label="sector", value="nord", amount=Fraction(15)),),
    )

    outcome = count(contest, EqualShares(limits=limits))

    assert {each.project: (each.verdict, each.because) for each in outcome.rounds} == {
        "a": (Verdict.FUNDED, ""),
        "b": (Verdict.RIVAL_FUNDED, "a"),
        "c": (Verdict.CAP_REACHED, "sector:nord"),
        "d": (Verdict.BELOW_MINIMUM, "score"),
    }


def test_ties_between_bids_are_told() -> None:
    contest = approvals(20, {"a": 10, "b": 10}, ["a", "b"])

    outcome = count(contest, EqualShares(ties=LISTED))

    assert [(each.project, each.tied_with) for each in outcome.rounds] == [("a", ("b",)), ("b", ())]


def test_phragmen_buys_in_the_order_in_which_supporters_have_earned_the_cost() -> None:
    contest = approvals(100, {"a": 30, "b": 20, "c": 50}, ["ab", "ab", "a", "c"])

    outcome = count(contest, Phragmen(ties=LISTED))

    assert [(each.project, each.payment) for each in outcome.rounds] == [
        ("a", (10, 3, 0, 0)),
        ("b", (20, 0, 2, 20)),
        ("c", (50, 1, 0, 0)),
    ]


def test_phragmen_stops_or_skips_at_a_project_that_does_not_fit() -> None:
    contest = approvals(40, {"a": 30, "b": 20, "c": 10}, ["a", "a", "a", "b", "b", "c"])

    stopped, skipped = count(contest, Phragmen(ties=LISTED)), count(contest, Phragmen(misfit=Misfit.SKIP, ties=LISTED))

    assert stopped.winners == ("a",)
    assert [each.verdict for each in stopped.rounds] == [Verdict.FUNDED, Verdict.DOES_NOT_FIT, Verdict.NOT_REACHED]
    assert skipped.winners == ("a", "c")
