"""When residents confirm a delivery: the rule alone."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.projects.delivery import counted
from app.projects.models import Delivered

YES, PARTLY, NO = Delivered


@dataclass(frozen=True)
class Said:
    """What somebody said."""

    said: Delivered
    in_team: bool = False
    residents_count: int = 1


SAID = st.builds(Said, st.sampled_from(Delivered), st.booleans(), st.integers(1, 30))


@pytest.mark.parametrize(
    ("said", "confirmed"),
    [
        ([], False),
        ([Said(YES)], False),
        ([Said(YES, in_team=True), Said(YES, in_team=True)], False),
        ([Said(YES, in_team=True), Said(YES)], True),
        ([Said(YES, residents_count=2)], True),
        ([Said(PARTLY, residents_count=9)], False),
        ([Said(YES), Said(YES), Said(NO), Said(NO)], True),
        ([Said(YES), Said(YES), Said(NO, residents_count=3)], False),
    ],
)
def test_two_say_yes_one_from_outside_the_team_and_no_more_say_no(said, confirmed) -> None:
    assert counted(said).is_confirmed is confirmed


@given(st.lists(SAID, max_size=8), st.randoms(use_true_random=False))
def test_the_order_in_which_people_speak_changes_nothing(said, random) -> None:
    shuffled = random.sample(said, len(said))

    assert counted(shuffled) == counted(said)


@given(st.lists(SAID, max_size=8), SAID)
def test_one_more_yes_never_undoes_a_confirmation_and_nobody_is_lost(said, more) -> None:
    before, after = counted(said), counted([*said, Said(YES, more.in_team, more.residents_count)])

    assert not before.is_confirmed or after.is_confirmed
    assert after.told == sum(one.residents_count for one in said) + more.residents_count
