"""Searching in French, with the same answers on SQLite and on PostgreSQL.

Accents, elisions, stop words and endings are removed here, in Python, once for both databases: their own French
dictionaries differ from one version to the next. A table's `search_text` holds the stems; each engine indexes them.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Any

import snowballstemmer
import sqlalchemy as sa
from sqlalchemy import event

from app.db import is_sqlite
from app.plain import unaccented

MOST_WORDS = 8
"""Words of a question that are used; the others would only exclude."""

STOP_WORDS = frozenset(
    """
    a ai au aux avec avait avons avez c ce ces cet cette d dans de des du elle elles en est et etc eu
    eux fait fut il ils j je l la le les leur leurs lui m ma mais me meme mes moi mon n ne nos notre
    nous on ont ou par pas plus pour qu que qui quoi s sa se sera ses si soit son sont sur t ta te tes
    toi ton tres tu un une vers vos votre vous y
    """.split()  # noqa: SIM905
)
"""Words too common to look for, written as `unaccented` leaves them."""

_WORD = re.compile(r"[a-z0-9]+")
_stemmer = snowballstemmer.stemmer("french")


def stems(text: str) -> list[str]:
    """Return the stems of the words of a French text, in order, without accents or stop words."""
    return [_stem(word) for word in _WORD.findall(unaccented(text)) if word not in STOP_WORDS]


@functools.lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    return _stemmer.stemWord(word) if word.isalpha() else word


@dataclass(frozen=True)
class SearchIndex:
    """The full-text index of one table that has `id` and `search_text`, and what it asks of each engine."""

    table: str

    @property
    def sqlite_ddl(self) -> tuple[str, ...]:
        """What makes the index on SQLite, again whenever a migration rebuilds the table."""
        t, s = self.table, f"{self.table}_search"
        forget = f"INSERT INTO {s}({s}, rowid, search_text) VALUES ('delete', old.id, old.search_text);"  # noqa: S608
        keep = f"INSERT INTO {s}(rowid, search_text) VALUES (new.id, new.search_text);"  # noqa: S608
        return (
            f"CREATE VIRTUAL TABLE {s} USING fts5(search_text, content='{t}', content_rowid='id', tokenize=unicode61)",
            f"CREATE TRIGGER {s}_insert AFTER INSERT ON {t} BEGIN {keep} END",
            f"CREATE TRIGGER {s}_delete AFTER DELETE ON {t} BEGIN {forget} END",
            f"CREATE TRIGGER {s}_update AFTER UPDATE OF search_text ON {t} BEGIN {forget} {keep} END",
            f"INSERT INTO {s}({s}) VALUES ('rebuild')",  # noqa: S608
        )

    @property
    def sqlite_drop(self) -> tuple[str, ...]:
        """What takes the index away on SQLite."""
        s = f"{self.table}_search"
        return (*(f"DROP TRIGGER IF EXISTS {s}_{verb}" for verb in ("insert", "delete", "update")),
                f"DROP TABLE IF EXISTS {s}")  # fmt: skip

    @property
    def postgres_ddl(self) -> tuple[str, ...]:
        """What makes the index on PostgreSQL.

        The vector is stored: where PostgreSQL reads rows rather than the index, computing each would take seconds.
        """
        t = self.table
        return (
            (
                f"ALTER TABLE {t} ADD COLUMN search_vector tsvector "
                "GENERATED ALWAYS AS (to_tsvector('simple', search_text)) STORED"
            ),
            f"CREATE INDEX ix_{t}_search ON {t} USING gin (search_vector)",
        )

    @property
    def postgres_drop(self) -> tuple[str, ...]:
        """What takes the index away on PostgreSQL."""
        t = self.table
        return (f"DROP INDEX IF EXISTS ix_{t}_search", f"ALTER TABLE {t} DROP COLUMN IF EXISTS search_vector")

    @property
    def found(self) -> Any:
        """The full-text table of SQLite; it gives its rows in the order of `rowid` without sorting them."""
        name = f"{self.table}_search"
        return sa.table(name, sa.column("rowid", sa.Integer), sa.column(name, sa.Text))

    def holding(self, words: list[str], *, any_of: bool = False) -> sa.ColumnElement[bool]:
        """Return the condition that a row holds all these stems, or at least one of them.

        Whole stems only: PostgreSQL cannot estimate how many rows hold the beginning of a word: it would read them all.
        """
        if is_sqlite():
            question = (" OR " if any_of else " ").join(f'"{word}"' for word in words)
            found = self.found
            ids = sa.select(found.c.rowid).where(found.c[f"{self.table}_search"].op("MATCH")(question))
            here: sa.ColumnElement[bool] = sa.literal_column(f"{self.table}.id").in_(ids)
            return here
        vector: sa.ColumnElement[str] = sa.literal_column(f"{self.table}.search_vector")
        question = (" | " if any_of else " & ").join(words)
        return vector.bool_op("@@")(sa.func.to_tsquery(sa.literal_column("'simple'"), question))


def indexed(table: Any) -> SearchIndex:
    """Keep a full-text index of a table's `search_text` from the creation of the table on."""
    index = SearchIndex(table.name)

    @event.listens_for(table, "after_create")
    def create_index(_table: Any, connection: sa.Connection, **_: object) -> None:
        for statement in index.sqlite_ddl if connection.dialect.name == "sqlite" else index.postgres_ddl:
            connection.exec_driver_sql(statement)

    @event.listens_for(table, "before_drop")
    def drop_index(_table: Any, connection: sa.Connection, **_: object) -> None:
        for statement in index.sqlite_drop if connection.dialect.name == "sqlite" else index.postgres_drop:
            connection.exec_driver_sql(statement)

    return index
