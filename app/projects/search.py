"""Searching projects in French, with the same answers on SQLite and on PostgreSQL.

Accents, elisions, stop words and endings are removed here, in Python, once for both databases: their own French
dictionaries differ from one version to the next. `Project.search_text` holds the stems; each engine only indexes them.
"""

from __future__ import annotations

import functools
import re
from typing import Any

import snowballstemmer
import sqlalchemy as sa
from sqlalchemy import event

from app.plain import unaccented
from app.projects.models import Project

SQLITE_DDL = (
    (
        "CREATE VIRTUAL TABLE project_search USING fts5"
        "(search_text, content='project', content_rowid='id', tokenize='unicode61')"
    ),
    (
        "CREATE TRIGGER project_search_insert AFTER INSERT ON project BEGIN "
        "INSERT INTO project_search(rowid, search_text) VALUES (new.id, new.search_text); END"
    ),
    (
        "CREATE TRIGGER project_search_delete AFTER DELETE ON project BEGIN "
        "INSERT INTO project_search(project_search, rowid, search_text) VALUES ('delete', old.id, old.search_text); END"
    ),
    (
        "CREATE TRIGGER project_search_update AFTER UPDATE OF search_text ON project BEGIN "
        "INSERT INTO project_search(project_search, rowid, search_text) VALUES ('delete', old.id, old.search_text); "
        "INSERT INTO project_search(rowid, search_text) VALUES (new.id, new.search_text); END"
    ),
    "INSERT INTO project_search(project_search) VALUES ('rebuild')",
)
"""To run in a migration once the table `project` exists, and again whenever a migration rebuilds that table."""

SQLITE_DROP = (
    "DROP TRIGGER IF EXISTS project_search_insert",
    "DROP TRIGGER IF EXISTS project_search_delete",
    "DROP TRIGGER IF EXISTS project_search_update",
    "DROP TABLE IF EXISTS project_search",
)
POSTGRES_DDL = (
    (
        "ALTER TABLE project ADD COLUMN search_vector tsvector "
        "GENERATED ALWAYS AS (to_tsvector('simple', search_text)) STORED"
    ),
    "CREATE INDEX ix_project_search ON project USING gin (search_vector)",
)
"""The vector is stored: where PostgreSQL reads rows rather than the index, computing each would take seconds."""

POSTGRES_DROP = ("DROP INDEX IF EXISTS ix_project_search", "ALTER TABLE project DROP COLUMN IF EXISTS search_vector")

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


def indexed_text(project: Project) -> str:
    """Return what `Project.search_text` must hold: everything public that describes the project."""
    place = project.neighbourhood
    parts = (project.ref, project.title, project.summary, project.residents_role, project.place,
             project.association_name, place.name if place else "")  # fmt: skip
    return " ".join(stems(" ".join(part for part in parts if part)))


def postgres_match(words: list[str]) -> sa.ColumnElement[bool]:
    """Return the condition that a project holds all these stems, on PostgreSQL.

    Whole stems only: PostgreSQL cannot estimate how many rows hold the beginning of a word, and would read them all.
    """
    vector: sa.ColumnElement[str] = sa.literal_column("project.search_vector")
    return vector.bool_op("@@")(sa.func.to_tsquery(sa.literal_column("'simple'"), " & ".join(words)))


def sqlite_question(words: list[str]) -> str:
    """Return the FTS5 question for all these stems."""
    return " ".join(f'"{word}"' for word in words)


@functools.lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    return _stemmer.stemWord(word) if word.isalpha() else word


@event.listens_for(Project.__table__, "after_create")
def _create_index(_table: Any, connection: sa.Connection, **_: object) -> None:
    for statement in SQLITE_DDL if connection.dialect.name == "sqlite" else POSTGRES_DDL:
        connection.exec_driver_sql(statement)


@event.listens_for(Project.__table__, "before_drop")
def _drop_index(_table: Any, connection: sa.Connection, **_: object) -> None:
    for statement in SQLITE_DROP if connection.dialect.name == "sqlite" else POSTGRES_DROP:
        connection.exec_driver_sql(statement)
