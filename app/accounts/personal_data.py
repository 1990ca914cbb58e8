"""Everything the product holds of a person, read from the tables themselves: none can be forgotten in an export."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.db import Model, session

HIDDEN = frozenset({"password_hash", "digest", "journal_head", "ledger_head", "session_version"})
"""Columns that say nothing of a person and whose copy would weaken a seal or an account."""

AUTHORSHIP = "person.id"


def everything_about(person_id: int) -> dict[str, list[dict[str, Any]]]:
    """Return, by table, the rows of a person and those they wrote or acted in, as JSON values.

    What names another person by a number is left out of each row (GDPR, article 15 §4).
    """
    found = {"person": _rows(Model.metadata.tables["person"], [Person.__table__.c.id], person_id)}
    for table in Model.metadata.sorted_tables:
        columns = _columns_naming_people(table)
        if columns and table.name != "person" and (rows := _rows(table, columns, person_id)):
            found[table.name] = rows
    return found


def _columns_naming_people(table: sa.Table) -> list[sa.Column[Any]]:
    return [key.parent for key in table.foreign_keys if key.target_fullname == AUTHORSHIP]


def _rows(table: sa.Table, columns: list[Any], person_id: int) -> list[dict[str, Any]]:
    wanted = sa.or_(*(column == person_id for column in columns))
    rows = session().execute(sa.select(table).where(wanted)).mappings()
    naming = {column.name for column in _columns_naming_people(table)}
    return [
        {name: _plain(value) for name, value in row.items() if _is_shown(name, value, naming, person_id)}
        for row in rows
    ]


def _is_shown(name: str, value: object, naming: set[str], person_id: int) -> bool:
    return name not in HIDDEN and (name not in naming or value == person_id)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value
