"""What the database must never know of anybody: no column, in no table, may hold it."""

from __future__ import annotations

import re

from flask import Flask

from app.db import Model

FORBIDDEN = re.compile(
    r"nationalit|birth_?place|born_in|birth_country|country_of|ethni|racial|\brace|origin_country|skin"
    r"|religio|faith|health_|illness|disab|handicap|diagnos|medical|sexual|political_opinion|trade_union"
)
"""Nationality, birthplace, origin, religion, health (DOMAIN §A.3, invariant 16; GDPR, article 9)."""


def test_no_column_holds_what_must_never_be_asked(app: Flask) -> None:
    named = [f"{table.name}.{column.name}" for table in Model.metadata.sorted_tables for column in table.columns]

    found = [name for name in named if FORBIDDEN.search(name.lower())]

    assert len(named) > 100
    assert found == []


def test_the_test_itself_finds_such_columns() -> None:
    columns = (
        "person.nationality",
        "person.birthplace",
        "card.ethnic_origin",
        "person.religion",
        "person.health_state",
    )

    assert all(FORBIDDEN.search(name) for name in columns)
