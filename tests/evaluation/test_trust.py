"""Trust in waves: the worked example of DOMAIN §C.8, what is published, and who answered is never known twice."""

import statistics
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import clock
from app.evaluation import trust, trust_queries
from app.evaluation.models import AgeBand, AnswerChannel, Sample, Survey
from app.evaluation.refusals import EvaluationRefused
from app.evaluation.services import surveys
from app.evaluation.services.answering import Given, take_answer
from app.evaluation.services.surveys import Wave
from app.evaluation.telling import told_change
from app.evaluation.trust import ItemFigures
from app.evaluation.trust_queries import Cell, figures_of
from tests import make


def test_the_worked_example_shows_no_evolution() -> None:
    moved = trust.change(ItemFigures(84, 4.3, 2.4, 0.3), ItemFigures(96, 4.9, 2.3, 0.4))

    assert (round(moved.delta, 2), round(moved.low, 2), round(moved.high, 2)) == (0.6, -0.09, 1.29)
    assert told_change(moved) == "Pas d'évolution démontrée."


@pytest.mark.parametrize(
    ("last", "told"),
    [
        (5.4, "En hausse de 1,10 sur 10 (de 0,41 à 1,79)."),
        (3.2, "En baisse de 1,10 sur 10 (de 0,41 à 1,79)."),
        (4.3, "Pas d'évolution"),
    ],
)
def test_an_evolution_is_told_only_when_the_interval_excludes_zero(last, told) -> None:
    first = ItemFigures(84, 4.3, 2.4, 0.3)

    assert told_change(trust.change(first, ItemFigures(96, last, 2.3, 0.4))).startswith(told)


@settings(max_examples=25)
@given(st.lists(st.integers(0, 10), min_size=1, max_size=40), st.randoms())
def test_figures_do_not_depend_on_the_order_of_the_answers(values, random) -> None:
    shuffled = random.sample(values, len(values))

    one, other = figures(values), figures(shuffled)

    assert one == other
    assert one.mean == pytest.approx(statistics.mean(values))
    assert one.sd == pytest.approx(statistics.stdev(values) if len(values) > 1 else 0)


def test_nobody_asked_has_no_figures() -> None:
    assert trust.figures(0, 0, 0, 0) is None


@pytest.mark.parametrize(
    ("counts", "published"),
    [
        ({1: 30, 2: 29}, {None, 1}),
        ({1: 20, 2: 9}, set()),
        ({1: 15, 2: 15}, {None}),
        ({1: 40, 2: 35, 3: 4}, {None, 1}),
        ({1: 40, 2: 35, 3: 5}, {None, 1, 2}),
    ],
)
def test_a_place_speaks_from_thirty_answers_and_subtraction_finds_no_handful(counts, published) -> None:
    cells = [Cell(place, True, "T1", n, 5 * n, 30 * n, n // 2) for place, n in counts.items()]

    assert {place for place, _item in figures_of(cells, participants=True)} == published


def test_participants_and_others_are_never_mixed() -> None:
    cells = [Cell(1, True, "T1", 30, 180, 1200, 20), Cell(1, False, "T1", 40, 120, 500, 5)]

    assert figures_of(cells, participants=True)[None, "T1"].mean == 6
    assert figures_of(cells, participants=False)[None, "T1"].mean == 3


def figures(values: list[int]) -> ItemFigures:
    found = trust.figures(
        len(values),
        sum(values),
        sum(value * value for value in values),
        sum(value >= trust.CONFIDENT for value in values),
    )
    assert found is not None
    return found


def held(sample: Sample = Sample.ALL, start: date = date(2026, 5, 1)) -> Survey:
    place = make.neighbourhood()
    wave = Wave("Confiance", start, start + timedelta(days=30), sample, [place.id])
    return surveys.hold_wave(wave, make.actor("metro_admin"))


@pytest.mark.usefixtures("app")
def test_a_wave_asks_each_sort_of_people_at_a_place_of_its_own() -> None:
    survey = held()

    assert sorted(point.is_participant for point in survey.points) == [False, True]
    assert [question.item for question in survey.questions] == ["T1", "T1b", "T1c", "T2", "T3", "T4", "T5", "T6"]


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("role", ["referent", "helper", ""])
def test_only_the_metropolis_holds_a_wave(role) -> None:
    actor = make.actor(role) if role else make.actor()
    place = make.neighbourhood()

    with pytest.raises(EvaluationRefused, match="Métropole"):
        surveys.hold_wave(Wave("X", clock.today(), clock.today(), Sample.ALL, [place.id]), actor)


@pytest.mark.usefixtures("app")
def test_the_database_adds_up_what_people_answered_and_ages_stay_optional() -> None:
    survey = held(Sample.PARTICIPANTS)
    (point,) = survey.points
    first = survey.questions[0].id
    for number, value in enumerate((2, 6, 9)):
        take_answer(point, Given({first: value}, age_band=AgeBand.FROM_18), f"n{number}", AnswerChannel.KIOSK)

    (cell,) = trust_queries.cells_of(survey)

    assert (cell.item, cell.n, cell.total, cell.squares, cell.confident) == ("T1", 3, 17, 121, 2)
    assert cell.is_participant is True


@pytest.mark.usefixtures("app")
def test_a_wave_is_compared_with_the_last_closed_one_before_it() -> None:
    old, middle, last = held(start=date(2022, 5, 1)), held(start=date(2024, 5, 1)), held(start=date(2026, 5, 1))
    surveys.close_survey(old.id, make.actor("metro_admin"))

    assert trust_queries.wave_before(last) == old
    surveys.close_survey(middle.id, make.actor("metro_admin"))
    assert trust_queries.wave_before(last) == middle
