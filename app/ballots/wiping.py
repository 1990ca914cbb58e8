"""Wiping from the database's files what was deleted, and the order in which ballots came, as well as a program can.

A disk that moves its blocks, a snapshot, a replica, an archive of PostgreSQL's journal or a backup may keep a copy
longer: the help page and docs/production.md say it.
"""

from __future__ import annotations

import contextlib
import logging
import sqlite3

import sqlalchemy as sa

from app.ballots.models import CastBallot, DraftBallot
from app.db import db, is_sqlite, session

log = logging.getLogger(__name__)
REWRITTEN = ("cast_ballot", "draft_ballot")


def erase_what_is_deleted() -> None:
    """Have SQLite overwrite with zeros, in the running transaction, the rows that it deletes."""
    if is_sqlite():
        session().execute(sa.text("PRAGMA secure_delete=ON"))


def mix(edition_id: int) -> None:
    """Write ballots and drafts anew, in the running transaction, in the order of their pseudonyms.

    On PostgreSQL rows lie as they came, each with the number of its transaction: beside the order in which people were
    put on the roll, or noted by somebody who watched the door, they would lead to voters. On SQLite they lie in the
    order of their key.
    """
    if is_sqlite():
        return
    for model in (CastBallot, DraftBallot):
        _write_anew(model, edition_id)


def empty_journal() -> None:
    """Empty the journal of SQLite, where the latest pages lie in the order in which they were written."""
    if not is_sqlite():
        return
    with contextlib.suppress(sqlite3.Error), contextlib.closing(db.engine.raw_connection()) as connection:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _write_anew(model: type[CastBallot | DraftBallot], edition_id: int) -> None:
    """Write the ballots of one table anew, unless one transaction wrote them all: nothing came since."""
    table, mine = model.__tablename__, {"edition": edition_id}
    since = sa.text(f"SELECT count(DISTINCT xmin::text) FROM {table} WHERE edition_id = :edition")  # noqa: S608
    if (session().scalar(since, mine) or 0) < 2:  # noqa: PLR2004
        return
    whole = sa.select(*model.__table__.columns).filter_by(edition_id=edition_id).order_by(model.pseudonym)
    rows = [dict(row) for row in session().execute(whole).mappings()]
    session().execute(sa.delete(model).filter_by(edition_id=edition_id))
    session().execute(sa.insert(model), rows)


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
