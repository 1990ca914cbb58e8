"""Counts in several passes: envelopes, floors, common pool, carry-over."""

from fractions import Fraction

from app.ballots.rules import Verdict, count
from app.ballots.rules.records import EqualShares, Greedy, Pass, Phragmen, TieBreak, Ties, envelopes, floors
from tests.ballots.contests import labelled

LISTED = Ties(criteria=(TieBreak.LISTED,))
RULE = Greedy(ties=LISTED)
PROJECTS = {"a": (40, "nord"), "b": (40, "nord"), "c": (30, "sud"), "d": (20, "sud"), "e": (15, "")}
BALLOTS = ["ab", "ab", "ab", "abe", "c", "cd"]


def test_each_envelope_is_counted_alone_and_the_rest_is_carried_to_a_common_pool() -> None:
    contest = labelled(110, PROJECTS, BALLOTS)
    plan = envelopes("sector", {"nord": Fraction(50), "sud": Fraction(60)}, RULE, RULE)

    outcome = count(contest, plan)

    assert outcome.winners == ("a", "c", "d", "e")
    assert [(each.stage, each.project) for each in outcome.rounds if each.verdict is Verdict.FUNDED] == [
        ("sector:nord", "a"), ("sector:sud", "c"), ("sector:sud", "d"), ("common", "e"),
    ]  # fmt: skip
    assert (outcome.spent, outcome.left) == (105, 5)


def test_without_a_common_pool_an_envelope_keeps_what_it_does_not_spend() -> None:
    contest = labelled(110, PROJECTS, BALLOTS)
    plan = envelopes("sector", {"nord": Fraction(50), "sud": Fraction(60)}, RULE, None)

    outcome = count(contest, plan)

    assert outcome.winners == ("a", "c", "d")
    assert outcome.left == 20


def test_the_shares_of_an_envelope_go_to_those_who_chose_something_in_it() -> None:
    contest = labelled(100, PROJECTS, BALLOTS)
    plan = envelopes("sector", {"sud": Fraction(32)}, EqualShares(ties=LISTED), None)

    outcome = count(contest, plan)

    assert outcome.winners == ("c",)
    assert [each.payment for each in outcome.rounds if each.project == "c"] == [(15, 2, 0, 0)]


def test_a_floor_gives_every_sector_its_best_project_before_the_rest() -> None:
    contest = labelled(80, PROJECTS, BALLOTS)

    plain, floored = count(contest, RULE), count(contest, floors("sector", 1, RULE, RULE))

    assert plain.winners == ("a", "b")
    assert floored.winners == ("a", "c")
    assert [each.because for each in floored.rounds if each.verdict is Verdict.PLACE_TAKEN] == [
        "sector:nord",
        "sector:sud",
    ]


def test_a_second_pass_can_have_another_rule_and_only_a_part_of_the_money() -> None:
    contest = labelled(110, PROJECTS, BALLOTS)
    plan = (
        Pass(name="first", rule=RULE, amount=Fraction(45)),
        Pass(name="second", rule=Phragmen(ties=LISTED), amount=Fraction(40)),
    )

    outcome = count(contest, plan)

    assert outcome.winners == ("a", "b")
    assert outcome.left == 30
    assert {each.stage for each in outcome.rounds} == {"first", "second"}


def test_an_envelope_never_takes_more_than_is_left_of_the_whole() -> None:
    contest = labelled(60, PROJECTS, BALLOTS)
    plan = envelopes("sector", {"nord": Fraction(50), "sud": Fraction(60)}, RULE, RULE)

    outcome = count(contest, plan)

    assert outcome.spent <= 60
    assert outcome.winners == ("a", "d")
