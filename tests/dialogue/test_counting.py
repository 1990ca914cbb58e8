"""What counts say: totals, shares, the lamp, and what does not add up."""

from __future__ import annotations

from collections import Counter

import pytest

from app.dialogue.counting import Cell, Fault, Light, Tallies, cells_of, faults
from app.dialogue.models.outreach import OutreachMode
from app.dialogue.models.tally import HeardVia, Measure


def tallies(**cells: int) -> Tallies:
    """Return counts: present__resident=3."""
    return Tallies(Counter({_cell(name): number for name, number in cells.items()}))


def _cell(name: str) -> Cell:
    measure, key = name.split("__")
    return Measure(measure), key


def test_the_worked_example_of_the_domain() -> None:
    sessions = [
        tallies(present__resident=14, novelty__first_ever=9, novelty__first_this_year=5),
        tallies(present__resident=17, novelty__first_ever=5, novelty__first_this_year=1, novelty__returning=11),
        tallies(present__resident=12, novelty__first_ever=2, novelty__first_this_year=1, novelty__returning=9),
    ]

    present, distinct = sum(each.residents for each in sessions), sum(each.distinct for each in sessions)

    assert (present, distinct) == (43, 23)
    assert round(present / distinct, 3) == 1.870
    assert round(sum(each.first_ever for each in sessions) / present, 3) == 0.372
    assert tallies(present__resident=14, voices__resident=6).expression == 6 / 14


@pytest.mark.parametrize(
    ("residents", "institutions", "elected", "light"),
    [
        (3, 1, 0, Light.OFF),
        (6, 2, 2, Light.SHARED),
        (5, 2, 2, Light.AMBER),
        (5, 3, 2, Light.AMBER),
        (5, 3, 3, Light.RED),
    ],
)
def test_the_lamp_counts_services_and_elected_people_together(
    residents: int, institutions: int, elected: int, light: Light
) -> None:
    counted = tallies(turns__resident=residents, turns__institution=institutions, turns__elected=elected)

    assert counted.light == light


def test_nothing_counted_has_no_share_and_no_fault() -> None:
    assert Tallies().institution_share is None
    assert Tallies().expression is None
    assert list(faults(Tallies())) == []


@pytest.mark.parametrize(
    ("cells", "fault", "found", "limit"),
    [
        ({"present__resident": 9, "novelty__first_ever": 8}, Fault.NOVELTY, 8, 9),
        ({"age__under_18": 1}, Fault.AGE, 1, 0),
        ({"heard__sms": 2, "present__resident": 1, "novelty__unsaid": 1}, Fault.HEARD, 2, 1),
        ({"new_heard__sms": 1}, Fault.NEWCOMERS, 1, 0),
        ({"voices__elected": 3, "turns__elected": 2}, Fault.VOICES, 3, 2),
        ({"spoken__woman": 1}, Fault.SPOKEN, 1, 0),
    ],
)
def test_what_does_not_add_up_is_named(cells: dict[str, int], fault: Fault, found: int, limit: int) -> None:
    assert (fault, found, limit) in list(faults(tallies(**cells)))


def test_one_tap_counts_once_in_each_thing_it_says() -> None:
    newcomer = {"kind": "arrival", "category": "resident", "novelty": "first_ever", "sex": "woman", "heard": "sms"}
    elected = {"kind": "turn", "category": "elected", "is_new_voice": True}

    assert set(cells_of(newcomer)) == {
        ("present", "resident"), ("novelty", "first_ever"), ("sex", "woman"), ("heard", "sms"), ("new_heard", "sms"),
    }  # fmt: skip
    assert set(cells_of(elected)) == {("turns", "elected"), ("voices", "elected")}
    assert list(faults(Tallies(Counter(cells_of(newcomer))))) == []


def test_ways_of_hearing_are_modes_of_outreach() -> None:
    assert {mode.value for mode in HeardVia} <= {mode.value for mode in OutreachMode}
