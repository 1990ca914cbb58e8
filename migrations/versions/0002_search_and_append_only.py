"""What models cannot say: the search index, and histories that are never rewritten."""

from __future__ import annotations

from alembic import op

from app.append_only import protect, unprotect
from app.projects.search import POSTGRES_DDL, POSTGRES_DROP, SQLITE_DDL, SQLITE_DROP

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WRITTEN_ONCE = ("step", "ledger_entry", "posting")


def upgrade() -> None:
    connection = op.get_bind()
    for statement in SQLITE_DDL if connection.dialect.name == "sqlite" else POSTGRES_DDL:
        connection.exec_driver_sql(statement)
    for table in WRITTEN_ONCE:
        protect(connection, table)


def downgrade() -> None:
    connection = op.get_bind()
    for table in WRITTEN_ONCE:
        unprotect(connection, table)
    for statement in SQLITE_DROP if connection.dialect.name == "sqlite" else POSTGRES_DROP:
        connection.exec_driver_sql(statement)
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("DROP FUNCTION IF EXISTS refuse_rewriting()")
