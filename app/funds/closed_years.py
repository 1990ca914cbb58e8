"""A closed year stays closed: the database refuses new money or a new grant there, and a reopening."""

from __future__ import annotations

from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection

from app.db import Model

M = TypeVar("M", bound=type[Model])

FROZEN_CAUSES = ("funding", "funding_correction", "grant", "opening", "training")
"""Causes that bring money into a year or promise it anew."""

FROZEN = str(FROZEN_CAUSES)

_REOPENED = "a closed year is never reopened"
_OVER = "the year is closed"
_IS_CLOSED = "EXISTS (SELECT 1 FROM fund_year WHERE id = NEW.fund_year_id AND closed_at IS NOT NULL)"

_SQLITE = {
    "fund_year": f"""
CREATE TRIGGER fund_year_stays_closed BEFORE UPDATE ON fund_year
WHEN OLD.closed_at IS NOT NULL
     AND (NEW.closed_at IS NOT OLD.closed_at OR NEW.closed_by_id IS NOT OLD.closed_by_id)
BEGIN SELECT RAISE(ABORT, '{_REOPENED}'); END
""",
    "ledger_entry": f"""
CREATE TRIGGER ledger_entry_in_open_year BEFORE INSERT ON ledger_entry
WHEN NEW.cause IN {FROZEN} AND {_IS_CLOSED}
BEGIN SELECT RAISE(ABORT, '{_OVER}'); END
""",
}
_POSTGRES = {
    "fund_year": f"""
CREATE OR REPLACE FUNCTION refuse_reopening() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.closed_at IS NOT NULL AND (NEW.closed_at IS DISTINCT FROM OLD.closed_at
                                      OR NEW.closed_by_id IS DISTINCT FROM OLD.closed_by_id) THEN
        RAISE EXCEPTION '{_REOPENED}' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER fund_year_stays_closed BEFORE UPDATE ON fund_year FOR EACH ROW EXECUTE FUNCTION refuse_reopening()
""",
    "ledger_entry": f"""
CREATE OR REPLACE FUNCTION refuse_closed_year() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.cause IN {FROZEN} AND {_IS_CLOSED} THEN
        RAISE EXCEPTION '{_OVER}' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_entry_in_open_year BEFORE INSERT ON ledger_entry
FOR EACH ROW EXECUTE FUNCTION refuse_closed_year()
""",
}
_NAMES = {"fund_year": "fund_year_stays_closed", "ledger_entry": "ledger_entry_in_open_year"}


def guarded(model: M) -> M:
    """Class decorator: the table is made with its trigger.

    A closed year is never opened again; no new money, no new grant is written in it.
    """

    @event.listens_for(model.__table__, "after_create")
    def forbid(table: sa.Table, connection: Connection, **_options: object) -> None:
        protect(connection, table.name)

    return model


def protect(connection: Connection, table: str) -> None:
    """Make the trigger of a table; migrations call it too."""
    statements = _SQLITE if connection.dialect.name == "sqlite" else _POSTGRES
    connection.exec_driver_sql(statements[table])


def unprotect(connection: Connection, table: str) -> None:
    """Drop the trigger of a table: before a migration rebuilds it."""
    where = "" if connection.dialect.name == "sqlite" else f" ON {table}"
    connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {_NAMES[table]}{where}")
