"""What was frozen stays: triggers by which the database itself refuses to change the rules of a vote."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection

from app.db import Model

M = TypeVar("M", bound=type[Model])


def frozen_columns(table: str, when: str, columns: Sequence[str], *, no_delete: bool = False) -> Callable[[M], M]:
    """Class decorator: forbid changing these columns once `when` (SQL over OLD) is true; also deleting, if asked."""

    def decorate(model: M) -> M:
        @event.listens_for(model.__table__, "after_create")
        def forbid(_table: sa.Table, connection: Connection, **_options: object) -> None:
            freeze(connection, table, when, columns)
            if no_delete:
                keep_rows(connection, table, when)

        return model

    return decorate


def never_deleted(model: M) -> M:
    """Class decorator: forbid deleting the rows of a table, from its creation on."""

    @event.listens_for(model.__table__, "after_create")
    def forbid(table: sa.Table, connection: Connection, **_options: object) -> None:
        keep_each(connection, table.name)

    return model


def keep_each(connection: Connection, table: str) -> None:
    """Create the trigger that refuses to delete a row; migrations call it too."""
    _refuse(connection, f"{table}_kept", f"BEFORE DELETE ON {table}", "1 = 1")


def freeze(connection: Connection, table: str, when: str, columns: Sequence[str]) -> None:
    """Create the trigger that refuses changes; migrations call it too."""
    changed = " OR ".join(f"CAST(NEW.{name} AS TEXT) IS DISTINCT FROM CAST(OLD.{name} AS TEXT)" for name in columns)
    _refuse(connection, f"{table}_frozen", f"BEFORE UPDATE ON {table}", f"({when}) AND ({changed})")


def keep_rows(connection: Connection, table: str, when: str) -> None:
    """Create the trigger that refuses to delete a row of what was frozen, or to add one."""
    _refuse(connection, f"{table}_kept", f"BEFORE DELETE ON {table}", when)
    _refuse(connection, f"{table}_complete", f"BEFORE INSERT ON {table}", when.replace("OLD.", "NEW."))


def _refuse(connection: Connection, name: str, moment: str, condition: str) -> None:
    message = "what was frozen before a vote is never changed"
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(
            f"CREATE TRIGGER {name} {moment} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
        return
    returned = "OLD" if "DELETE" in moment else "NEW"
    connection.exec_driver_sql(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF {condition} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END IF;"
        f" RETURN {returned}; END $$"
    )
    connection.exec_driver_sql(f"CREATE TRIGGER {name} {moment} FOR EACH ROW EXECUTE FUNCTION {name}()")
