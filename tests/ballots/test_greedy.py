"""Greedy: the best supported first, and what each city does at the first project that does not fit."""

from fractions import Fraction

import pytest

from app.ballots.rules import Verdict, count
from app.ballots.rules.contest import Vote, gather
from app.ballots.rules.records import Cap, Greedy, Limits, Minimum, Misfit, Score, TieBreak, Ties
from app.ballots.rules.ties import commitment, lot_order
from tests.ballots.contests import approvals, labelled, marked

COSTS = {"a": 50, "b": 60, "c": 30, "d": 10}
BALLOTS = ["ab", "ab", "ac", "bc", "ad"]


def verdicts(contest, rule) -> dict[str, Verdict]:
    return {each.project: each.verdict for each in count(contest, rule).rounds}


def test_skip_passes_over_what_does_not_fit() -> None:
    contest = approvals(100, COSTS, BALLOTS)

    outcome = count(contest, Greedy())

    assert outcome.winners == ("a", "c", "d")
    assert (outcome.spent, outcome.left, outcome.reserve) == (90, 10, 0)


def test_stop_ends_at_the_first_misfit_and_says_what_it_lacked() -> None:
    contest = approvals(100, COSTS, BALLOTS)

    outcome = count(contest, Greedy(misfit=Misfit.STOP))

    assert outcome.winners == ("a",)
    assert [(each.project, each.verdict, each.lacking) for each in outcome.rounds[1:]] == [
        ("b", Verdict.DOES_NOT_FIT, 10),
        ("c", Verdict.NOT_REACHED, None),
        ("d", Verdict.NOT_REACHED, None),
    ]


@pytest.mark.parametrize(("budget", "winners", "reserve"), [(98, ("a", "b"), 12), (97, ("a",), 0)])
def test_top_up_funds_the_first_misfit_when_eighty_percent_of_it_is_left(budget, winners, reserve) -> None:
    contest = approvals(budget, COSTS, BALLOTS)

    outcome = count(contest, Greedy(misfit=Misfit.TOP_UP))

    assert outcome.winners == winners
    assert outcome.reserve == reserve
    assert outcome.spent <= budget


def test_points_count_instead_of_voices_when_the_rule_says_so() -> None:
    contest = marked(50, {"a": 50, "b": 50}, [{"a": 1, "b": 3}, {"a": 1}])

    by_votes, by_points = count(contest, Greedy()), count(contest, Greedy(score=Score.POINTS))

    assert by_votes.winners == ("a",)
    assert by_points.winners == ("b",)
    assert by_points.rounds[0].support == 3


def test_ranks_give_the_declared_points_and_none_beyond_them() -> None:
    votes = [Vote("abc"), Vote("cba"), Vote("bca")]
    contest = gather(1, [(name, 1, {}) for name in "abc"], votes, ranked=True)

    outcome = count(contest, Greedy(score=Score.RANKS, rank_points=(3, 1)))

    assert {each.project: each.support for each in outcome.rounds} == {"b": 5, "c": 4, "a": 3}


def test_ranks_without_declared_points_count_down_from_the_longest_ballot() -> None:
    contest = gather(1, [(name, 1, {}) for name in "abc"], [Vote("abc"), Vote("b")], ranked=True)

    outcome = count(contest, Greedy(score=Score.RANKS))

    assert {each.project: each.support for each in outcome.rounds} == {"b": 5, "a": 3, "c": 1}


def test_a_project_without_a_vote_is_never_funded() -> None:
    contest = approvals(100, {"a": 10, "z": 10}, ["a"])

    outcome = count(contest, Greedy())

    assert outcome.winners == ("a",)
    assert outcome.rounds[1].verdict is Verdict.NO_SUPPORT


@pytest.mark.parametrize(
    ("minimum", "missed"),
    [
        (Minimum(score=Fraction(3)), "score"),
        (Minimum(of_voters=Fraction(1, 2)), "of_voters"),
        (Minimum(of_cost=Fraction(5)), "of_cost"),
    ],
)
def test_a_project_under_the_minimum_is_out_and_the_minimum_is_named(minimum, missed) -> None:
    contest = approvals(100, {"a": 10, "b": 10}, ["a", "a", "a", "b", "b", ""])

    outcome = count(contest, Greedy(limits=Limits(minimum=minimum)))

    assert outcome.winners == ("a",)
    assert (outcome.rounds[1].verdict, outcome.rounds[1].because) == (Verdict.BELOW_MINIMUM, missed)


def test_a_project_exactly_at_the_minimum_is_in() -> None:
    contest = approvals(100, {"a": 10, "b": 10}, ["a", "a", "a", "b", "b", ""])
    minimum = Minimum(score=Fraction(2), of_voters=Fraction(1, 3), of_cost=Fraction(10, 3))

    outcome = count(contest, Greedy(limits=Limits(minimum=minimum)))

    assert outcome.winners == ("a", "b")


def test_only_the_best_supported_of_rival_projects_is_funded() -> None:
    contest = approvals(200, COSTS, BALLOTS)

    fates = verdicts(contest, Greedy(limits=Limits(exclusive=(frozenset("ab"),))))

    assert fates["a"] is Verdict.FUNDED
    assert fates["b"] is Verdict.RIVAL_FUNDED
    assert fates["c"] is Verdict.FUNDED


def test_a_cap_keeps_a_sector_from_taking_more_than_its_part() -> None:
    contest = labelled(200, {"a": (60, "nord"), "b": (60, "nord"), "c": (60, "sud")}, ["ab", "ab", "abc"])
    cap = Cap(label="sector", value="nord", amount=Fraction(100))

    outcome = count(contest, Greedy(limits=Limits(caps=(cap,))))

    assert outcome.winners[1:] == ("c",)
    assert {each.because for each in outcome.rounds if each.verdict is Verdict.CAP_REACHED} == {"sector:nord"}


def test_a_cap_may_be_reached_to_the_cent() -> None:
    contest = labelled(200, {"a": (60, "nord"), "b": (40, "nord")}, ["ab"])
    cap = Cap(label="sector", value="nord", amount=Fraction(100))

    outcome = count(contest, Greedy(limits=Limits(caps=(cap,))))

    assert outcome.spent == 100


def test_weights_are_exact_fractions_of_a_voice() -> None:
    votes = [Vote("a", (), Fraction(1, 3)), Vote("a", (), Fraction(1, 3)), Vote("b", (), Fraction(2, 3))]
    contest = gather(10, [("a", 10, {}), ("b", 10, {})], votes)

    outcome = count(contest, Greedy())

    assert [each.support for each in outcome.rounds] == [Fraction(2, 3), Fraction(2, 3)]
    assert outcome.rounds[0].tied_with == (outcome.rounds[1].project,)


def test_costs_in_cents_are_never_rounded() -> None:
    contest = gather(Fraction("10.00"), [("a", Fraction("3.33"), {}), ("b", Fraction("6.67"), {})], [Vote("ab")])

    outcome = count(contest, Greedy())

    assert outcome.left == 0


def test_a_project_named_twice_on_a_ballot_counts_twice_as_it_did_in_the_cities() -> None:
    contest = approvals(10, {"a": 10, "b": 10}, ["aa", "b"])

    outcome = count(contest, Greedy())

    assert [(each.project, each.support) for each in outcome.rounds] == [("a", 2), ("b", 1)]


@pytest.mark.parametrize(
    ("criterion", "winner"), [(TieBreak.CHEAPEST, "b"), (TieBreak.DEAREST, "a"), (TieBreak.LISTED, "a")]
)
def test_published_criteria_break_ties_before_the_lot(criterion, winner) -> None:
    contest = approvals(20, {"a": 20, "b": 10}, ["ab"])

    outcome = count(contest, Greedy(ties=Ties(criteria=(criterion,))))

    assert outcome.winners[0] == winner
    assert set(outcome.rounds[0].tied_with) == {"a", "b"} - {winner}


def test_the_lot_depends_on_the_committed_seed_and_not_on_the_id() -> None:
    contest = approvals(10, {"a": 10, "b": 10}, ["ab"])

    winners = {count(contest, Greedy(ties=Ties(seed=str(seed)))).winners for seed in range(20)}

    assert winners == {("a",), ("b",)}


def test_the_lot_and_the_commitment_are_those_of_sha256sum() -> None:
    seed, projects = "graine", ["7", "12", "31"]

    order = lot_order(projects, seed)

    # for id in 31 7 12; do printf 'graine\n%s' $id | sha256sum; done | sort  begins 237f, 3bd5, b0cb
    assert order == ["31", "7", "12"]
    assert commitment("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
