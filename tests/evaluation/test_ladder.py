"""The ladder: each rung and each boundary of PRACTICE §2.1, a table and one property."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.evaluation.level_facts import STAGES, TOGETHER
from app.evaluation.levels import Facts, Reason, gap, observed_level
from app.evaluation.models import LevelStage, ParticipationLevel
from app.projects.models import Involvement, InvolvementKind

L, S = ParticipationLevel, LevelStage
TALKED = Facts(exchanges=2, feedback_between=True, voices=1, answered=1)
BUILT = Facts(joint_sessions=2, caused_changes=1)

RUNGS = [
    (Facts(), L.NONE),
    (Facts(notes=1), L.INFORMATION),
    (Facts(voices=1), L.NONE),
    (Facts(voices=1, notes=1), L.INFORMATION),
    (Facts(voices=1, answered=1), L.CONSULTATION),
    (Facts(voices=3, answered=2), L.NONE),
    (Facts(voices=3, answered=3), L.CONSULTATION),
    (TALKED, L.CONCERTATION),
    (replace(TALKED, exchanges=1), L.CONSULTATION),
    (replace(TALKED, feedback_between=False), L.CONSULTATION),
    (replace(TALKED, unreasoned=1), L.CONSULTATION),
    (replace(TALKED, voices=2), L.CONCERTATION),
    (replace(TALKED, voices=0, answered=0), L.NONE),
    (BUILT, L.CO_CONSTRUCTION),
    (replace(BUILT, joint_sessions=1), L.NONE),
    (replace(BUILT, caused_changes=0), L.NONE),
    (Facts(residents_decide=True), L.CO_DECISION),
    (Facts(residents_hold_budget=True), L.NONE),
    (Facts(residents_decide=True, residents_hold_budget=True), L.RESIDENT_MANAGEMENT),
    (replace(BUILT, residents_hold_budget=True), L.CO_CONSTRUCTION),
    (replace(BUILT, residents_decide=True), L.CO_DECISION),
]


@pytest.mark.parametrize(("facts", "level"), RUNGS)
def test_the_highest_rung_that_the_facts_hold_is_observed(facts, level) -> None:
    assert observed_level(facts).level is level


def test_what_the_next_rung_lacks_is_said() -> None:
    seen = observed_level(Facts(notes=1, voices=2, answered=1))

    assert (seen.level, seen.reasons) == (L.INFORMATION, (Reason.INFORMED,))
    assert seen.missing == (Reason.NOT_ALL_ANSWERED,)


MORE = st.builds(
    Facts,
    notes=st.integers(0, 3),
    exchanges=st.integers(0, 3),
    joint_sessions=st.integers(0, 3),
    caused_changes=st.integers(0, 2),
    residents_decide=st.booleans(),
    residents_hold_budget=st.booleans(),
    feedback_between=st.booleans(),
)


@settings(max_examples=25)
@given(st.builds(Facts, voices=st.integers(0, 2), answered=st.integers(0, 2), notes=st.integers(0, 2)), MORE)
def test_more_done_with_residents_never_lowers_the_level(some, more) -> None:
    assert observed_level(some + more).level >= observed_level(some).level


def test_a_gap_under_zero_is_a_promise_not_kept() -> None:
    assert gap(L.CO_CONSTRUCTION, L.CONSULTATION) == -2


def test_sessions_of_a_day_are_joint_when_people_sit_together() -> None:
    held = Involvement(stage="codesign", kind=InvolvementKind.WORKSHOP, happened_on=date(2026, 3, 4), residents_count=5)

    assert held.kind in TOGETHER
    assert STAGES[held.stage] is S.CODESIGN
    assert InvolvementKind.PHONE not in TOGETHER
