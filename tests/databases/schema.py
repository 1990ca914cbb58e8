"""What a database is made of, said in a form that two databases can be compared by."""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

ALEMBIC = "alembic_version"
NOT_BY_NAME = re.compile(r"sqlite_|project_search_(data|idx|docsize|config|content)")


def described(connection: Connection) -> dict[str, Any]:
    """Return every table with its columns, keys, constraints and indexes, then every trigger."""
    inspector = sa.inspect(connection)
    tables = [name for name in inspector.get_table_names() if name != ALEMBIC and not NOT_BY_NAME.match(name)]
    found: dict[str, Any] = {name: _table(inspector, name) for name in sorted(tables)}
    found["triggers"] = sorted(connection.execute(sa.text(_TRIGGERS[connection.dialect.name])).scalars())
    found["expression indexes"] = sorted(connection.execute(sa.text(_INDEXES[connection.dialect.name])).scalars())
    return found


_UNQUOTED = """name || ' ' || replace(replace(sql, '"', ''), char(10), ' ')"""
"""A table that was made anew has its name quoted."""

_TRIGGERS = {
    "sqlite": f"SELECT {_UNQUOTED} FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT pg_get_triggerdef(oid) || pg_get_functiondef(tgfoid) FROM pg_trigger WHERE NOT tgisinternal",
}
_INDEXES = {
    "sqlite": f"SELECT {_UNQUOTED} FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
    "postgresql": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'alembic_version'",
}


def _table(inspector: sa.Inspector, name: str) -> dict[str, Any]:
    return {
        "columns": {
            column["name"]: (str(column["type"]), column["nullable"], column["default"])
            for column in inspector.get_columns(name)
        },
        "primary key": inspector.get_pk_constraint(name)["constrained_columns"],
        "foreign keys": sorted(
            (
                key["name"] or "",
                key["constrained_columns"],
                key["referred_table"],
                key["referred_columns"],
                sorted(key["options"].items()),
            )
            for key in inspector.get_foreign_keys(name)
        ),
        "unique": sorted((key["name"] or "", key["column_names"]) for key in inspector.get_unique_constraints(name)),
        "checks": sorted((key["name"] or "", key["sqltext"]) for key in inspector.get_check_constraints(name)),
        "indexes": sorted(
            (index["name"] or "", [str(part) for part in index["column_names"]], bool(index["unique"]))
            for index in inspector.get_indexes(name)
        ),
    }
