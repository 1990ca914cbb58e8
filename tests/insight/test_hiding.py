"""What is hidden cannot be told by whoever adds and subtracts everything that is published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from app.insight.hiding import Nesting, Row, hidden
from app.insight.scopes import Scope
from app.suppression import FEWEST

CITIES = (3, 1, 2)
"""Neighbourhoods of each city: one city has a single one, whose counts are those of the city."""
ROOT = Scope.metro()
BELOW = {
    Scope.commune(city): tuple(Scope.neighbourhood(10 * city + rank) for rank in range(count))
    for city, count in enumerate(CITIES)
}
TREE = Nesting(ROOT, {ROOT: tuple(BELOW), **BELOW})
LEAVES = [leaf for leaves in BELOW.values() for leaf in leaves]
TABLES = {"novelty": ("first", "again", "unsaid"), "age": ("young", "old")}

Unknown = tuple[str, Scope, str]
Rows = dict[Scope, dict[str, int]]


def _over_places(leaves: Mapping[Scope, Row]) -> Rows:
    """Add up the rows of the neighbourhoods for each city and for all."""
    rows: Rows = {leaf: dict(row) for leaf, row in leaves.items()}
    for scope in (*BELOW, ROOT):
        below = [leaf for leaf in TREE.leaves(scope) if leaf in leaves]
        if below:
            keys = dict.fromkeys(key for leaf in below for key in leaves[leaf])
            rows[scope] = {key: sum(leaves[leaf].get(key, 0) for leaf in below) for key in keys}
    return rows


@st.composite
def _counts(draw: st.DrawFn) -> dict[str, Rows]:
    """Draw the residents of each neighbourhood by their answer at the door, and the same ones by age."""
    novelty: Rows = {}
    age: Rows = {}
    for leaf in LEAVES:
        if draw(st.integers(0, 5)) == 0:
            continue
        most = draw(st.sampled_from((1, 3, 30)))
        cells = draw(st.lists(st.integers(0, most), min_size=3, max_size=3))
        novelty[leaf] = dict(zip(TABLES["novelty"], cells, strict=True))
        young = draw(st.integers(0, sum(cells)))
        age[leaf] = {"young": young, "old": sum(cells) - young}
    totals: Rows = {leaf: {"all": sum(row.values())} for leaf, row in novelty.items()}
    return {"residents": _over_places(totals), "novelty": _over_places(novelty), "age": _over_places(age)}


def _hidden(tables: Mapping[str, Rows]) -> dict[str, frozenset[Scope]]:
    totals = hidden(TREE, tables["residents"])
    return {"residents": totals, **{name: hidden(TREE, tables[name], totals) for name in TABLES}}


def _equations(tables: Mapping[str, Rows], gone: Mapping[str, frozenset[Scope]]) -> list[dict[Unknown, int]]:
    """Return what a reader knows of the neighbourhoods' cells: each published cell is a sum of them."""
    known = []
    for name, rows in tables.items():
        for scope, row in rows.items():
            if scope in gone[name]:
                continue
            leaves = [leaf for leaf in TREE.leaves(scope) if leaf in rows]
            known += [{(name, leaf, key): 1 for leaf in leaves if key in rows[leaf]} for key in row]
    for name in TABLES:
        for leaf in tables["residents"]:
            if leaf in LEAVES:
                cells = {(name, leaf, key): 1 for key in tables[name][leaf]}
                known.append({**cells, ("residents", leaf, "all"): -1})
    return known


def _solved(equations: Iterable[Mapping[Unknown, int]]) -> set[Unknown]:
    """Return the cells that the equations determine: those alone in a row once the system is reduced."""
    reduced: dict[Unknown, dict[Unknown, Fraction]] = {}
    for equation in equations:
        row = {key: Fraction(value) for key, value in equation.items()}
        for pivot in [key for key in row if key in reduced]:
            _subtract(row, reduced[pivot], row[pivot])
        if not row:
            continue
        pivot, factor = next(iter(row.items()))
        row = {key: value / factor for key, value in row.items()}
        for other in reduced.values():
            if pivot in other:
                _subtract(other, row, other[pivot])
        reduced[pivot] = row
    return {pivot for pivot, row in reduced.items() if len(row) == 1}


def _subtract(row: dict[Unknown, Fraction], other: Mapping[Unknown, Fraction], factor: Fraction) -> None:
    for key, value in other.items():
        left = row.get(key, Fraction(0)) - factor * value
        if left:
            row[key] = left
        else:
            row.pop(key, None)


@given(_counts())
@settings(max_examples=150)
def test_no_hidden_cell_is_solved_by_all_the_published_ones(tables: dict[str, Rows]) -> None:
    gone = _hidden(tables)

    solved = _solved(_equations(tables, gone))

    assert not {cell for cell in solved if cell[1] in gone[cell[0]] and cell[0] in TABLES}
    assert not {cell for cell in solved if cell[0] == "residents" and cell[1] in gone["residents"]}


@given(_counts())
@settings(max_examples=150)
def test_no_published_cell_is_under_five(tables: dict[str, Rows]) -> None:
    gone = _hidden(tables)

    shown = [row for name, rows in tables.items() for scope, row in rows.items() if scope not in gone[name]]

    assert all(count >= FEWEST for row in shown for count in row.values())


@given(_counts())
@settings(max_examples=150)
def test_what_hidden_neighbourhoods_add_up_to_never_leaves_one_of_them_alone(tables: dict[str, Rows]) -> None:
    """Even one who knows that counts are never below zero cannot tell a cell: what is left to share is five or more."""
    gone, rows = _hidden(tables)["residents"], tables["residents"]

    for scope in rows.keys() - gone:
        left = [leaf for leaf in TREE.leaves(scope) if leaf in gone and leaf in rows and _reached(scope, leaf, gone)]
        assert not left or (len(left) > 1 and sum(rows[leaf]["all"] for leaf in left) >= FEWEST)


def _reached(scope: Scope, leaf: Scope, gone: frozenset[Scope]) -> bool:
    """Say whether nothing published stands between a place and a neighbourhood in it."""
    city = next(city for city, leaves in BELOW.items() if leaf in leaves)
    return scope in (city, leaf) or city in gone


def test_a_city_of_one_neighbourhood_does_not_tell_it() -> None:
    alone, first = LEAVES[3], LEAVES[0]
    rows = _over_places({leaf: {"all": 50} for leaf in LEAVES} | {alone: {"all": 3}})

    gone = hidden(TREE, rows)

    assert {alone, Scope.commune(1)} <= gone
    assert ROOT not in gone
    assert any(leaf in gone for leaf in (first, *LEAVES[4:]))


def test_a_quarter_without_any_meeting_hides_nobody() -> None:
    rows = _over_places({leaf: {"1": 20} for leaf in LEAVES} | {LEAVES[0]: {"1": 20, "2": 30}})

    gone = hidden(TREE, rows)

    assert gone == frozenset()
