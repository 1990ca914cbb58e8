"""Run migrations on the application's own database, all of them in one transaction."""

from __future__ import annotations

from alembic import context
from flask import current_app
from sqlalchemy.engine import Connection

from app.columns import UtcDateTime

SEARCHED = ("project", "contribution", "lesson")
"""The tables that have a full-text index."""

POSTGRES_SEARCH = frozenset({"search_vector", *(f"ix_{table}_search" for table in SEARCHED)})
"""The column and index of the PostgreSQL search, made by hand in migrations."""

SHADOWS = tuple(f"{table}_search" for table in SEARCHED)
"""The search tables that SQLite keeps for itself: made by hand in migrations, unknown to the models."""


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Leave out of automatic comparison what no model describes."""
    return kind != "table" or name is None or not name.startswith(SHADOWS)


def is_described(_object: object, name: str | None, _kind: str, reflected: object, _compared: object) -> bool:
    """Leave out what serves the search on PostgreSQL alone."""
    return not (reflected and name in POSTGRES_SEARCH)


def written(kind: str, thing: object, _context: object) -> str | bool:
    """Write column types of our own as what they are in the database: a migration must not follow the code."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(thing, UtcDateTime) else False


def run(connection: Connection) -> None:
    """Apply what was asked, then let nothing through that points to a missing row."""
    extension = current_app.extensions["migrate"]
    context.configure(
        connection=connection,
        target_metadata=extension.db.metadata,
        include_name=is_ours,
        include_object=is_described,
        render_item=written,
        process_revision_directives=skip_empty,
        # SQLite undoes changes of tables as well, once transactions are taken back from its driver (see app/db.py).
        transactional_ddl=True,
        **extension.configure_args,
    )
    with context.begin_transaction():
        context.run_migrations()
        if connection.dialect.name == "sqlite":
            orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            if orphans:
                raise RuntimeError(f"rows point to nothing: {orphans[:10]}")


def skip_empty(_migration: object, _revision: object, directives: list) -> None:
    """Write no file when nothing changed."""
    is_writing = getattr(context.config.cmd_opts, "autogenerate", False)
    if is_writing and directives[0].upgrade_ops.is_empty():
        directives[:] = []


engine = current_app.extensions["migrate"].db.engine
with engine.connect() as found:
    driver = found.connection.dbapi_connection
    is_sqlite = engine.dialect.name == "sqlite"
    if is_sqlite:
        # A table is changed by making it anew: dropping the old one must not delete the rows that point to it.
        driver.execute("PRAGMA foreign_keys=OFF")
    try:
        run(found)
    finally:
        found.rollback()
        if is_sqlite:
            driver.execute("PRAGMA foreign_keys=ON")
