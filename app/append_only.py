"""Tables whose rows are written once: the database itself refuses to change or delete them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection

from app.db import Model

M = TypeVar("M", bound=type[Model])

_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never rewritten', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def append_only(model: M) -> M:
    """Class decorator: forbid UPDATE and DELETE on the table of this model, from its creation on."""

    @event.listens_for(model.__table__, "after_create")
    def forbid(table: sa.Table, connection: Connection, **_options: object) -> None:
        protect(connection, table.name)

    return model


def protect(connection: Connection, table: str) -> None:
    """Forbid UPDATE, DELETE and, on PostgreSQL, TRUNCATE on a table; migrations call it too."""
    _run(connection, _forbidding(connection.dialect.name, table))


def unprotect(connection: Connection, table: str) -> None:
    """Allow again what `protect` forbade: before a migration rebuilds the table, and in tests that tamper."""
    _run(connection, _allowing(connection.dialect.name, table))


def _run(connection: Connection, statements: Sequence[str]) -> None:
    for statement in statements:
        connection.exec_driver_sql(statement)


def _forbidding(dialect: str, table: str) -> list[str]:
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are never rewritten'); END"
            for verb in ("UPDATE", "DELETE")
        ]
    each_row = f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW"
    at_once = f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT"
    refuse = "EXECUTE FUNCTION refuse_rewriting()"
    return [_POSTGRES_FUNCTION.replace("%", "%%"), f"{each_row} {refuse}", f"{at_once} {refuse}"]


def _allowing(dialect: str, table: str) -> list[str]:
    if dialect == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {table}_no_{verb}" for verb in ("update", "delete")]
    return [f"DROP TRIGGER IF EXISTS {table}_{name} ON {table}" for name in ("append_only", "no_truncate")]
