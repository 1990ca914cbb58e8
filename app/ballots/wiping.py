"""Wiping from the database's files what was deleted: as well as a program can, and saying so.

A disk that moves its blocks, a snapshot, a replica, an archive of PostgreSQL's journal or a backup may keep a copy
longer: the help page and docs/production.md say it.
"""

from __future__ import annotations

import contextlib
import logging
import sqlite3

import sqlalchemy as sa

from app.db import db, is_sqlite, session

log = logging.getLogger(__name__)
REWRITTEN = ("cast_ballot", "draft_ballot")


def erase_what_is_deleted() -> None:
    """Have SQLite overwrite with zeros, in the running transaction, the rows that it deletes."""
    if is_sqlite():
        session().execute(sa.text("PRAGMA secure_delete=ON"))


def wipe() -> bool:
    """Write the database anew without what was deleted (SQLite), or the two tables (PostgreSQL); say whether it worked.

    It needs the database for itself for a moment; when others hold it too long, the old pages stay until reused.
    """
    session().rollback()
    try:
        _wipe_sqlite() if is_sqlite() else _wipe_postgres()
    except (sa.exc.DBAPIError, sqlite3.Error):
        log.exception("what the deleted ballots left on the disk could not be wiped")
        return False
    return True


def _wipe_sqlite() -> None:
    """Write the file anew, then empty its journal; outside any transaction, hence the driver's own connection."""
    with contextlib.closing(db.engine.raw_connection()) as connection:
        for statement in ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
            connection.cursor().execute(statement)


def _wipe_postgres() -> None:
    rewriting = [f"VACUUM FULL {table}" for table in REWRITTEN]
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in ("SET lock_timeout='10s'", *rewriting, "RESET lock_timeout"):
            connection.exec_driver_sql(statement)
