"""Small counts stay small secrets: what is published never lets a reader compute one."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.suppression import FEWEST, Few, Hidden, alone, possible, published

COUNTS = st.lists(st.integers(0, 30), min_size=1, max_size=6)


@given(COUNTS)
def test_no_subtraction_gives_a_small_count_back(counts: list[int]) -> None:
    seen = published(dict(enumerate(counts)))

    for key, count in enumerate(counts):
        if count < FEWEST and isinstance(seen.cells[key], Few):
            least, most = possible(seen.cells, seen.total, key)
            assert least <= count <= most
            assert least < most
        assert count >= FEWEST or not isinstance(seen.cells[key], int)


@given(COUNTS)
def test_what_is_shown_is_true(counts: list[int]) -> None:
    seen = published(dict(enumerate(counts)))

    assert all(cell == counts[key] for key, cell in seen.cells.items() if isinstance(cell, int))
    assert all(counts[key] < FEWEST for key, cell in seen.cells.items() if isinstance(cell, Few))
    assert seen.total == alone(sum(counts))


@pytest.mark.parametrize("columns", [2, 3, 4])
def test_knowing_the_rule_does_not_help_either(columns: int) -> None:
    pages: dict[str, list[tuple[int, ...]]] = {}
    largest = 17
    for counts in itertools.product(range(largest + 1), repeat=columns):
        if sum(counts) <= largest:
            pages.setdefault(repr(published(dict(enumerate(counts)))), []).append(counts)

    told = [
        worlds[0]
        for worlds in pages.values()
        for values in map(set, zip(*worlds, strict=True))
        if len(values) == 1 and min(values) < FEWEST
    ]

    assert told == []
    assert len(pages) > largest


def test_one_small_count_takes_another_with_it() -> None:
    seen = published({"a": 2, "b": 9, "c": 30})

    assert seen.cells == {"a": Few(), "b": Hidden(), "c": 30}
    assert seen.total == 41


def test_large_counts_are_all_shown() -> None:
    assert published({"a": 5, "b": 12}).cells == {"a": 5, "b": 12}


def test_a_small_total_hides_everything() -> None:
    assert published({"a": 4, "b": 0}).total == Few()
