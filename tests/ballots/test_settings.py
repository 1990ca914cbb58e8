"""Rules from words and back."""

from fractions import Fraction

import pytest

from app.ballots.rules.records import (
    Cap,
    EqualShares,
    Greedy,
    MajorityJudgment,
    Minimum,
    Phragmen,
    Score,
    TieBreak,
    Utility,
)
from app.ballots.rules.settings import SettingError, described, plan_from, rule_named


def test_settings_change_the_rule_one_after_the_other() -> None:
    settings = [
        ("score", "points"), ("utility", "count"), ("step", "1/2"), ("ties", "cheapest,most_votes"), ("seed", "a=b"),
        ("min_of_voters", "10%"), ("exclusive", "1+2"), ("exclusive", "3+4+5"), ("cap", "theme:a:b:12,5"),
    ]  # fmt: skip

    (only,) = plan_from(EqualShares(), settings)

    rule = only.rule
    assert isinstance(rule, EqualShares)
    assert (rule.score, rule.utility, rule.step) == (Score.POINTS, Utility.COUNT, Fraction(1, 2))
    assert (rule.ties.criteria, rule.ties.seed) == ((TieBreak.CHEAPEST, TieBreak.MOST_VOTES), "a=b")
    assert rule.limits.minimum == Minimum(of_voters=Fraction(1, 10))
    assert rule.limits.exclusive == (frozenset("12"), frozenset("345"))
    assert rule.limits.caps == (Cap(label="theme", value="a:b", amount=Fraction(25, 2)),)


def test_envelopes_and_floors_make_several_passes() -> None:
    envelopes = plan_from(Phragmen(), [("envelope", "sector:nord:50"), ("envelope", "sector:sud:60"), ("common", "no")])
    floors = plan_from(EqualShares(), [("floor", "sector:2")])

    assert [(each.name, each.value, each.amount) for each in envelopes] == [
        ("sector:nord", "nord", 50),
        ("sector:sud", "sud", 60),
    ]
    assert [(each.name, each.most, type(each.rule)) for each in floors] == [
        ("floor", 2, Greedy),
        ("common", 0, EqualShares),
    ]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("greedy", Greedy),
        ("equal-shares", EqualShares),
        ("phragmen", Phragmen),
        ("majority_judgment", MajorityJudgment),
    ],
)
def test_rules_are_known_by_name(name, kind) -> None:
    assert type(rule_named(name)) is kind


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("step", "1"), ("colour", "red"), ("score", "applause"), ("top_up", "1e9"), ("top_up", "1/0"), ("ties", "by_id"),
        ("exclusive", "12"), ("cap", "theme:12"), ("rank_points", "3,deux"), ("floor", "sector"), ("envelope", "x"),
        ("common", "maybe"), ("min_score", "-1"), ("misfit", ""),
    ],
)  # fmt: skip
def test_a_setting_that_the_rule_cannot_take_is_refused_with_what_it_could_be(key: str, value: str) -> None:
    with pytest.raises(SettingError) as caught:
        plan_from(Greedy(), [(key, value)])

    assert caught.value.words["key"] == key
    assert caught.value.words["expected"]


def test_an_unknown_rule_is_refused_with_the_names_of_all() -> None:
    with pytest.raises(SettingError) as caught:
        rule_named("loudest")

    assert caught.value.words["expected"] == "greedy, equal_shares, phragmen, majority_judgment"


def test_a_plan_described_as_data_keeps_exact_amounts() -> None:
    plan = plan_from(Greedy(), [("min_of_voters", "1/3"), ("exclusive", "b+a")])

    (only,) = described(plan)

    rule = only["rule"]
    assert rule["name"] == "greedy"
    assert rule["limits"]["minimum"]["of_voters"] == "1/3"
    assert rule["limits"]["exclusive"] == [["a", "b"]]
