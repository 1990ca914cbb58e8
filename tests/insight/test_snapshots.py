"""Figures kept: what everybody reads, what is hidden, and the proof that they are computed again to the same."""

import pytest
from flask import Flask

from app.db import lock, transaction
from app.dialogue.models import Meeting
from app.insight import figures, snapshots
from app.insight.figure import Status
from app.insight.scopes import Period, Scope
from tests import make

YEAR = Period.year(2026)


@transaction()
def _recount(meeting_id: int, residents: int) -> None:
    found = lock(Meeting, meeting_id)
    assert found is not None
    found.residents_count = residents


def test_figures_kept_are_computed_again_to_the_same_until_a_count_changes(app: Flask) -> None:
    meeting = make.meeting(residents=14)
    snapshots.take(2026)

    before = list(snapshots.verify(2026))
    _recount(meeting.id, 15)
    after = {one.code: one for one in snapshots.verify(2026) if one.scope == Scope.metro() and one.period == YEAR}

    assert before == []
    assert (after["I3a"].kept, after["I3a"].now, after["I3a"].has_new_definition) == ("14", "15", False)


def test_a_year_that_has_not_begun_is_not_computed(app: Flask) -> None:
    with pytest.raises(ValueError, match="2031"):
        snapshots.take(2031)


def test_a_small_count_is_hidden_with_another_so_that_no_total_gives_it_back(app: Flask) -> None:
    places = [make.neighbourhood(name) for name in ("Sanitas", "Europe", "Fontaines")]
    for place, residents in zip(places, (3, 40, 50), strict=True):
        make.meeting(place, residents=residents)
    snapshots.take(2026)

    small, other, third = (figures.published(Scope.neighbourhood(place.id), YEAR)["I3a"] for place in places)
    whole = figures.published(Scope.metro(), YEAR)["I3a"]

    assert small.status is Status.FEW
    assert (small.value, small.numerator, small.parts) == (None, None, ())
    assert [one.value for one in (other, third)].count(None) == 1
    assert whole.value == 93
