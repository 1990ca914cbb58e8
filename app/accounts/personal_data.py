"""Everything the product holds of a person, read from the tables themselves: none can be forgotten in an export."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import RowMapping

from app.accounts.models import Person
from app.db import Model, session

HIDDEN = frozenset({"password_hash", "digest", "journal_head", "ledger_head", "session_version"})
"""Columns that say nothing of a person and whose copy would weaken a seal or an account."""

OTHERS = frozenset({"voted_on"})
"""Dates of somebody else's life, not of what one did in their row: that a voter voted is theirs alone."""

AUTHORSHIP = "person.id"
SUBJECT = frozenset({"person_id", "author_id", "on_behalf_id"})
"""Columns that say whom a row is about; the others say who wrote it, carried it or signed it."""
OWN = frozenset({"project.created_by_id", "attachment.added_by_id"})
"""What one makes for oneself, although no column says whom it is about."""


def everything_about(person_id: int) -> dict[str, list[dict[str, Any]]]:
    """Return, by table, the rows of a person and those they wrote or acted in, as JSON values.

    Of a row that is about somebody else (a letter they ticked off, a contact they took down), only its number, its
    dates and their own part are given: the rights of others come first (GDPR, article 15 §4).
    """
    found = {"person": _rows(Model.metadata.tables["person"], [Person.__table__.c.id], person_id)}
    for table in Model.metadata.sorted_tables:
        columns = _columns_naming_people(table)
        if columns and table.name != "person" and (rows := _rows(table, columns, person_id)):
            found[table.name] = rows
    return found


def _names_of_people(table: str) -> set[str]:
    return {column.name for column in _columns_naming_people(Model.metadata.tables[table])}


def _columns_naming_people(table: sa.Table) -> list[sa.Column[Any]]:
    return [key.parent for key in table.foreign_keys if key.target_fullname == AUTHORSHIP]


def _rows(table: sa.Table, columns: list[Any], person_id: int) -> list[dict[str, Any]]:
    wanted = sa.or_(*(column == person_id for column in columns))
    rows = session().execute(sa.select(table).where(wanted).order_by(*table.primary_key)).mappings()
    naming = _names_of_people(table.name)
    return [
        {name: _plain(value) for name, value in row.items() if _is_shown(name, value, naming, person_id)}
        if _is_about(table.name, row, person_id)
        else {name: _plain(value) for name, value in row.items() if _is_own_part(name, value, naming, person_id)}
        for row in rows
    ]


def _is_about(table: str, row: RowMapping, person_id: int) -> bool:
    mine = {name for name in _names_of_people(table) if row[name] == person_id}
    return table == "person" or not SUBJECT.isdisjoint(mine) or any(f"{table}.{name}" in OWN for name in mine)


def _is_shown(name: str, value: object, naming: set[str], person_id: int) -> bool:
    return name not in HIDDEN and (name not in naming or value == person_id)


def _is_own_part(name: str, value: object, naming: set[str], person_id: int) -> bool:
    if name in OTHERS:
        return False
    return name == "id" or isinstance(value, datetime | date) or (name in naming and value == person_id)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value
