"""Small counts of persons, hidden so that no subtraction gives them back, across places as across breakdowns.

Places are nested: the metropolis is the sum of its cities, a city that of its neighbourhoods. A table of counts has one
row a place and one column a part (an age, an answer at the door); its row sums may be published in another table.
A row is published whole or not at all:

- a row with a cell under five is hidden, as is a row that a table it depends on hides;
- for each published row, look at the hidden neighbourhoods that it alone covers (through hidden cities): in each column
  they must add up to five at least, and be two at least. Otherwise one more place is hidden, in a fixed order that does
  not look at sizes, and in the end the row itself.

Then no cell can be solved: among the neighbourhoods hidden under one published row, move one person from one to another
in one column, and back in another column: every published number stays what it is. With one column, one move is
enough, and what they add up to leaves each of them between nothing and five at least. DOMAIN §A.3, invariant 17.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from app.insight.scopes import Place, Scope, ScopeKind
from app.suppression import FEWEST

Row = Mapping[str, int]
PAIR = 2


@dataclass(frozen=True)
class Nesting:
    """Which places each place is made of, in a fixed order."""

    root: Scope
    children: Mapping[Scope, tuple[Scope, ...]]

    def leaves(self, scope: Scope) -> list[Scope]:
        """Return the smallest places of a place."""
        below = self.children.get(scope, ())
        return [leaf for child in below for leaf in self.leaves(child)] if below else [scope]


def nesting(places: Mapping[Scope, Place], *, by_city: bool = False) -> Nesting:
    """Return how places are nested; `by_city`: cities are the smallest places."""
    cities = [scope for scope in places if scope.kind is ScopeKind.COMMUNE]
    children: dict[Scope, tuple[Scope, ...]] = {Scope.metro(): tuple(cities)}
    if not by_city:
        for city in cities:
            children[city] = tuple(Scope.neighbourhood(one.id) for one in places[city].neighbourhoods)
    return Nesting(Scope.metro(), children)


def hidden(
    tree: Nesting, rows: Mapping[Scope, Row], forced: Collection[Scope] = (), fewest: int = FEWEST
) -> frozenset[Scope]:
    """Return the places whose row may not be published; `forced` are hidden by a table that this one details.

    A place without a row, a row without a column, have nothing to count, and everybody knows it.
    """
    found = {scope for scope, row in rows.items() if any(count < fewest for count in row.values())} | set(forced)
    found &= set(rows)
    while True:
        more = _lone_cities(tree, rows, found) or _weak_rows(tree, rows, found, fewest)
        if not more:
            return frozenset(found)
        found |= more


def _lone_cities(tree: Nesting, rows: Mapping[Scope, Row], found: Collection[Scope]) -> set[Scope]:
    """Return a place to hide below each hidden city of which every part is published: one adds them up."""
    return {
        next(child for child in below if child in rows)
        for scope, below in tree.children.items()
        if scope in found and any(child in rows for child in below) and not any(child in found for child in below)
    }


def _weak_rows(tree: Nesting, rows: Mapping[Scope, Row], found: Collection[Scope], fewest: int) -> set[Scope]:
    """Return one more place to hide for each published row under which what is hidden can be told."""
    return {
        _next(tree, rows, scope, found)
        for scope in rows
        if scope not in found and _is_weak(rows, _covered(tree, scope, found), fewest)
    }


def _is_weak(rows: Mapping[Scope, Row], covered: Collection[Scope], fewest: int) -> bool:
    """Say whether a cell of these hidden rows, whose sums are published, could be told."""
    columns = {key for leaf in covered for key in rows[leaf]}
    for column in columns:
        cells = [rows[leaf][column] for leaf in covered if column in rows[leaf]]
        if len(cells) < PAIR or sum(cells) < fewest:
            return True
    return False


def _covered(tree: Nesting, scope: Scope, found: Collection[Scope]) -> list[Scope]:
    """Return the smallest hidden places under a place, reached through hidden places alone."""
    below = tree.children.get(scope, ())
    return [
        leaf
        for child in below
        if child in found
        for leaf in (_covered(tree, child, found) if tree.children.get(child) else [child])
    ]


def _next(tree: Nesting, rows: Mapping[Scope, Row], scope: Scope, found: Collection[Scope]) -> Scope:
    """Return the next place to hide: the first published one just below, in order, else the place itself."""
    region = [scope]
    for place in region:
        for child in tree.children.get(place, ()):
            if child in rows and child not in found:
                return child
            region.append(child)
    return scope
