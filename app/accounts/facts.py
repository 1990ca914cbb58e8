"""What other slices know of a person, read in the same query as the person. They register here; we import none."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa

Fact = Callable[[int], sa.ColumnElement[bool]]
_facts: dict[str, Fact] = {}


def person_fact(name: str) -> Callable[[Fact], Fact]:
    """Register a yes-or-no fact: a function of the person's id that returns the SQL condition."""

    def add(function: Fact) -> Fact:
        _facts[name] = function
        return function

    return add


def names() -> list[str]:
    """Return the names of the facts, in the order of the columns."""
    return list(_facts)


def columns(person_id: int) -> list[sa.Label[bool]]:
    """Return one column for each fact, under its name."""
    return [function(person_id).label(name) for name, function in _facts.items()]
