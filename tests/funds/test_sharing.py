"""Which source pays first, how a movement is split to the cent, what goes on at the year's end: pure rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.funds.carry import Terms, Unused, carried, of_rules
from app.funds.models import CarryRule, Earmark
from app.funds.sharing import Purpose, Purse, drawn, in_order, split

SANITAS, EUROPE = 1, 2
FREE, OLD_FREE = Purse(10, 500), Purse(11, 500, is_carried=True)
FOR_SANITAS = Purse(12, 500, Earmark.NEIGHBOURHOOD, SANITAS)
FOR_DIALOGUE, FOR_TRAINING = Purse(13, 500, Earmark.DIALOGUE), Purse(14, 500, Earmark.TRAINING)
ALL = [FREE, OLD_FREE, FOR_SANITAS, FOR_DIALOGUE, FOR_TRAINING]
PURSES = st.lists(st.integers(1, 100_000), min_size=1, max_size=5)


@pytest.mark.parametrize(
    ("purpose", "order"),
    [
        (Purpose(SANITAS, from_dialogue=True), [12, 13, 11, 10]),
        (Purpose(SANITAS), [12, 11, 10]),
        (Purpose(EUROPE, from_dialogue=True), [13, 11, 10]),
        (Purpose(EUROPE), [11, 10]),
        (Purpose(is_training=True), [14, 11, 10]),
    ],
)
def test_money_kept_for_a_purpose_pays_first_then_the_oldest_free_money(purpose: Purpose, order: list[int]) -> None:
    found = in_order(ALL, purpose)

    assert [purse.source_id for purse in found] == order


def test_a_grant_empties_one_source_before_the_next() -> None:
    shares = drawn(700, [FOR_SANITAS, FREE])

    assert shares == [(12, 500), (10, 200)]


@given(held=PURSES, share=st.fractions(0, 1))
def test_a_split_is_exact_and_never_above_what_a_source_holds(held: list[int], share: float) -> None:
    purses = [Purse(key, cents) for key, cents in enumerate(held, start=1)]
    cents = int(sum(held) * share)

    shares = dict(split(cents, purses))

    assert sum(shares.values()) == cents
    assert all(0 < taken <= purses[key - 1].cents for key, taken in shares.items())
    assert all(abs(shares.get(it.source_id, 0) - cents * it.cents / sum(held)) < 1 for it in purses)


def test_the_cent_that_cannot_be_shared_goes_to_the_oldest_source() -> None:
    shares = split(101, [Purse(7, 300), Purse(8, 300)])

    assert shares == [(7, 51), (8, 50)]


def test_more_than_what_is_held_is_not_shared() -> None:
    with pytest.raises(ValueError, match="cannot be shared"):
        split(1001, [FREE, OLD_FREE])


@pytest.mark.parametrize(
    ("rule", "pct", "unused", "expected"),
    [
        (CarryRule.ALL, 0, Unused(left=333, brought=1000), 333),
        (CarryRule.NONE, 0, Unused(left=333, brought=1000), 0),
        (CarryRule.SHARE, 50, Unused(left=333, brought=1000), 166),
        (CarryRule.UP_TO, 30, Unused(left=333, brought=1000), 300),
        (CarryRule.UP_TO, 30, Unused(left=100, brought=1000, gone_on=250), 50),
        (CarryRule.UP_TO, 30, Unused(left=100, brought=1000, gone_on=300), 0),
        (CarryRule.EARMARKED, 0, Unused(left=333, brought=1000), 0),
        (CarryRule.EARMARKED, 0, Unused(left=333, brought=1000, earmark=Earmark.DIALOGUE), 333),
    ],
)
def test_each_rule_carries_what_it_says(rule: CarryRule, pct: int, unused: Unused, expected: int) -> None:
    assert carried(unused, Terms(rule, pct)) == expected


@pytest.mark.parametrize(("pct", "rule"), [(0, CarryRule.NONE), (40, CarryRule.SHARE), (100, CarryRule.ALL)])
def test_the_rules_of_the_fund_say_a_share_of_what_is_left(pct: int, rule: CarryRule) -> None:
    assert of_rules(pct).rule is rule
