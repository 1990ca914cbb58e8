"""How many residents came, as everybody reads it: no total gives back a small number."""

from __future__ import annotations

from datetime import date

import pytest

from app.dialogue import attendance
from app.insight import snapshots
from app.suppression import Few, Hidden
from tests import make

WINTER, SPRING = date(2026, 2, 3), date(2026, 5, 3)


@pytest.mark.parametrize(
    ("rows", "hidden"),
    [
        ([(1, WINTER, 20), (2, WINTER, 12)], set()),
        ([(1, WINTER, 20), (2, WINTER, 3)], {1}),
        ([(1, WINTER, 20), (2, WINTER, 3), (3, WINTER, 4)], set()),
        ([(1, WINTER, 3), (2, SPRING, 20), (3, SPRING, 12)], {2}),
        ([(1, WINTER, 3)], set()),
    ],
)
def test_another_meeting_is_hidden_with_a_single_small_one(rows: list[attendance.Row], hidden: set[int]) -> None:
    assert attendance.unpublished(rows) == hidden


def test_meetings_do_not_add_up_to_a_total_that_figures_hide(client) -> None:
    places = [make.neighbourhood(name) for name in ("Sanitas", "Europe", "Fontaines")]
    small, *others = [make.meeting(place, residents=count) for place, count in zip(places, (3, 41, 52), strict=True)]

    before = [attendance.shown(one) for one in (small, *others)]
    snapshots.take(2026)
    pages = [client.get(f"/meetings/{one.id}").text for one in others]
    shown = sorted(str(number) for number in (41, 52) if any(f"{number} habitants" in page for page in pages))

    assert before == [Few(), 41, 52]
    assert len(shown) == 1
    assert sum("non publié" in page for page in pages) == 1
    assert Hidden() in [attendance.shown(one) for one in others]
