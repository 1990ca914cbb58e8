"""Changing tables that hold rows, the same way on SQLite and on PostgreSQL: for migrations, and for them alone.

A migration widens a table (its new columns, still empty), fills them, then tightens it; on the way back it folds what
the old shape cannot hold, then narrows the table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from app.append_only import protect, unprotect
from app.chain import START, digest
from app.columns import UtcDateTime


@dataclass(frozen=True)
class Index:
    """An index on some columns; a unique one may hold only `where` a condition is true."""

    name: str
    columns: Sequence[str]
    where: str = ""


@dataclass(frozen=True)
class Change:
    """What is new in a table. A column that may not be null is made so once it is filled.

    `checks` and `gone` give each CHECK, new or former, by its full name; `keys` gives by its column the table that a
    foreign key points to; of those that are `outlived`, a row stays when what it points to is deleted.
    """

    columns: Sequence[sa.Column[object]] = ()
    checks: Mapping[str, str] = field(default_factory=dict)
    gone: Mapping[str, str] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    outlived: Sequence[str] = ()
    uniques: Sequence[str] = ()
    indexes: Sequence[Index] = ()


def widen(table: str, change: Change) -> None:
    """Add the new columns, each null in every row unless the database itself has a value for it."""
    with op.batch_alter_table(table) as batch:
        for column in change.columns:
            batch.add_column(sa.Column(column.name, column.type, nullable=True, server_default=column.server_default))


def tighten(table: str, change: Change) -> None:
    """Require the new columns, and put the new constraints and indexes in the place of the former ones."""
    with op.batch_alter_table(table) as batch:
        for name in change.gone:
            batch.drop_constraint(op.f(name), type_="check")
        for column in change.columns:
            if not column.nullable:
                batch.alter_column(column.name, existing_type=column.type, nullable=False)
        for name, condition in change.checks.items():
            batch.create_check_constraint(op.f(name), condition)
        for name, target in change.keys.items():
            then = "SET NULL" if name in change.outlived else None
            batch.create_foreign_key(op.f(f"fk_{table}_{name}"), target, [name], ["id"], ondelete=then)
        for name in change.uniques:
            batch.create_unique_constraint(op.f(f"uq_{table}_{name}"), [name])
    for index in change.indexes:
        where = sa.text(index.where) if index.where else None
        op.create_index(op.f(index.name), table, list(index.columns), unique=bool(index.where),
                        sqlite_where=where, postgresql_where=where)  # fmt: skip


def narrow(table: str, change: Change) -> None:
    """Give a table its former columns and constraints back; the rows must already satisfy them."""
    for index in change.indexes:
        op.drop_index(op.f(index.name), table)
    with op.batch_alter_table(table) as batch:
        for name in change.checks:
            batch.drop_constraint(op.f(name), type_="check")
        for name in change.uniques:
            batch.drop_constraint(op.f(f"uq_{table}_{name}"), type_="unique")
        for name in change.keys:
            batch.drop_constraint(op.f(f"fk_{table}_{name}"), type_="foreignkey")
        for column in change.columns:
            batch.drop_column(column.name)
        for name, condition in change.gone.items():
            batch.create_check_constraint(op.f(name), condition)


STEP = sa.table(
    "step",
    sa.column("subject_kind", sa.String),
    sa.column("subject_id", sa.Integer),
    sa.column("number", sa.Integer),
    sa.column("kind", sa.String),
    sa.column("action", sa.String),
    sa.column("from_state", sa.String),
    sa.column("to_state", sa.String),
    sa.column("note", sa.Text),
    sa.column("is_public", sa.Boolean),
    sa.column("details", sa.JSON),
    sa.column("actor_id", sa.Integer),
    sa.column("on_behalf_id", sa.Integer),
    sa.column("at", UtcDateTime),
    sa.column("workflow_version", sa.Integer),
    sa.column("corrects", sa.Integer),
    sa.column("digest", sa.String),
)


def begun(kind: str, subject_id: int, state: str, at: datetime) -> dict[str, object]:
    """Write the first step of a subject older than its workflow; return what its row must hold of it, to update it.

    The step is not told to residents: it says that the history before it was not kept.
    """
    fields: dict[str, object] = {
        "subject_kind": kind, "subject_id": subject_id, "number": 1, "kind": "action", "action": "begin",
        "from_state": "", "to_state": state, "note": "", "is_public": False, "details": {"taken_over": True},
        "actor_id": None, "on_behalf_id": None, "at": at.astimezone(UTC), "workflow_version": 1, "corrects": None,
    }  # fmt: skip
    head = digest(START, fields)
    op.get_bind().execute(sa.insert(STEP).values(**fields, digest=head))
    return {"workflow_key": kind, "workflow_version": 1, "state": state, "entered_at": at, "last_activity_at": at,
            "step_count": 1, "journal_head": head}  # fmt: skip


def forget_history(kind: str) -> None:
    """Delete the history of every subject of a kind that no longer has a workflow."""
    unprotect(op.get_bind(), "step")
    op.get_bind().execute(sa.delete(STEP).where(STEP.c.subject_kind == kind))
    protect(op.get_bind(), "step")
