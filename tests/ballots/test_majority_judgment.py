"""Majority judgment: the median grade, and the exact way to separate equal medians."""

from hypothesis import given
from hypothesis import strategies as st

from app.ballots.rules import Verdict, count
from app.ballots.rules.majority_judgment import majority_value
from app.ballots.rules.records import MajorityJudgment, Misfit
from tests.ballots.contests import marked


def by_definition(grades: list[int]) -> list[int]:
    """Take the lower median away again and again, as Balinski and Laraki define the majority value."""
    left, taken = sorted(grades), []
    while left:
        taken.append(left.pop((len(left) - 1) // 2))
    return taken


def table(grades: list[int]) -> list[tuple[int, int]]:
    return [(grade, grades.count(grade)) for grade in sorted(set(grades))]


@given(
    st.integers(1, 40).flatmap(lambda size: st.tuples(*[st.lists(st.integers(0, 4), min_size=size, max_size=size)] * 2))
)
def test_the_key_compares_like_the_medians_taken_away_one_by_one(pair: tuple[list[int], list[int]]) -> None:
    one, two = pair

    keys = majority_value(table(one)), majority_value(table(two))

    definition = by_definition(one), by_definition(two)
    assert (keys[0] > keys[1]) == (definition[0] > definition[1])
    assert (keys[0] == keys[1]) == (definition[0] == definition[1])


def test_the_key_starts_with_the_lower_median() -> None:
    grades = [0, 1, 3, 4]

    key = majority_value(table(grades))

    assert key[0] == 1


def test_projects_are_funded_from_the_best_median_down() -> None:
    ballots = [{"a": 4, "b": 2, "c": 1}, {"a": 0, "b": 3, "c": 1}, {"a": 0, "b": 2, "c": 4}]
    contest = marked(100, {"a": 40, "b": 40, "c": 40}, ballots)

    outcome = count(contest, MajorityJudgment())

    assert [(each.project, each.support, each.verdict) for each in outcome.rounds] == [
        ("b", 2, Verdict.FUNDED),
        ("c", 1, Verdict.FUNDED),
        ("a", 0, Verdict.DOES_NOT_FIT),
    ]


def test_a_voter_who_gives_no_grade_gives_the_missing_one() -> None:
    contest = marked(10, {"a": 10, "b": 10}, [{"a": 3}, {"b": 2}, {"b": 2}])

    strict, mild = count(contest, MajorityJudgment()), count(contest, MajorityJudgment(missing=3))

    assert strict.winners == ("b",)
    assert mild.winners == ("a",)


def test_a_median_under_the_lowest_grade_is_never_funded() -> None:
    contest = marked(100, {"a": 10, "b": 10}, [{"a": 3, "b": 1}])

    outcome = count(contest, MajorityJudgment(lowest=2))

    assert outcome.winners == ("a",)
    assert (outcome.rounds[1].verdict, outcome.rounds[1].because) == (Verdict.BELOW_MINIMUM, "lowest")


def test_the_first_misfit_stops_the_count_when_the_rule_says_so() -> None:
    contest = marked(50, {"a": 40, "b": 40, "c": 10}, [{"a": 3, "b": 2, "c": 1}])

    outcome = count(contest, MajorityJudgment(misfit=Misfit.STOP))

    assert outcome.winners == ("a",)


def test_equal_medians_are_separated_by_the_grades_around_them_then_by_the_lot() -> None:
    contest = marked(
        100, {"a": 1, "b": 1, "c": 1}, [{"a": 2, "b": 2, "c": 2}, {"a": 2, "b": 2, "c": 2}, {"a": 0, "b": 1, "c": 1}]
    )

    outcome = count(contest, MajorityJudgment())

    places = {each.project: place for place, each in enumerate(outcome.rounds)}
    assert places["a"] == 2
    assert [each.tied_with for each in outcome.rounds] == [
        (outcome.rounds[1].project,),
        (outcome.rounds[0].project,),
        (),
    ]
