"""The tables of a meeting and those of its year: whoever subtracts learns no small count."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from app.dialogue import breakdowns
from app.dialogue.models.tally import Measure
from app.dialogue.services.tally import correct
from app.insight import snapshots
from app.suppression import FEWEST
from tests import make

KEYS = ("young", "old", "older")
Row = Mapping[str, int]


@given(st.lists(st.lists(st.sampled_from((0, 2, 4, 5, 6, 9, 30)), min_size=3, max_size=3), max_size=7), st.data())
@settings(max_examples=200)
def test_the_year_less_what_is_shown_leaves_two_meetings_and_five_persons_in_each_count(
    cells: list[list[int]], data: st.DataObject
) -> None:
    rows: dict[int, Row] = {n: dict(zip(KEYS, row, strict=True)) for n, row in enumerate(cells) if any(row)}
    forced = data.draw(st.sets(st.sampled_from(sorted(rows)))) if rows else set()
    year = {key: sum(row[key] for row in rows.values()) for key in KEYS}
    year_is_told = all(count >= FEWEST for count in year.values())

    gone = breakdowns.hidden(rows, forced)

    shown = [rows[number] for number in rows.keys() - gone]
    assert forced <= gone
    assert all(count >= FEWEST for row in shown for count in row.values())
    left = {key: year[key] - sum(row[key] for row in shown) for key in KEYS}
    assert not (gone and year_is_told) or all(count >= FEWEST for count in left.values())
    assert not (gone - forced and year_is_told) or len(gone) > 1


def test_the_page_of_a_meeting_tells_no_age_that_the_year_would_give_back(client) -> None:
    place, who = make.neighbourhood(), make.actor("facilitator")
    large, small, third = (make.meeting(place, residents=12) for _ in range(3))
    for meeting, women in ((large, 6), (small, 2), (third, 5)):
        correct(meeting.id, {(Measure.SEX, "woman"): women, (Measure.SEX, "man"): 6}, "Compté à la main", who)
    snapshots.take(2026)

    pages = [client.get(f"/meetings/{one.id}").text for one in (large, small, third)]

    assert ["<dt>Femme</dt>" in page for page in pages] == [False, False, True]
    assert "combien de femmes et d" in pages[0]
