"""Searching projects in French, with the same answers on SQLite and on PostgreSQL (see `app.search`)."""

from __future__ import annotations

import sqlalchemy as sa

from app.projects.models import Project
from app.search import MOST_WORDS, STOP_WORDS, SearchIndex, indexed, stems

__all__ = ["MOST_WORDS", "POSTGRES_DDL", "POSTGRES_DROP", "SQLITE_DDL", "SQLITE_DROP", "STOP_WORDS", "indexed_text",
           "postgres_match", "sqlite_question", "stems"]  # fmt: skip

INDEX: SearchIndex = indexed(Project.__table__)
SQLITE_DDL, SQLITE_DROP = INDEX.sqlite_ddl, INDEX.sqlite_drop
"""To run in a migration once the table `project` exists, and again whenever a migration rebuilds that table."""
POSTGRES_DDL, POSTGRES_DROP = INDEX.postgres_ddl, INDEX.postgres_drop


def indexed_text(project: Project) -> str:
    """Return what `Project.search_text` must hold: everything public that describes the project."""
    place = project.neighbourhood
    parts = (project.ref, project.title, project.summary, project.residents_role, project.place,
             project.association_name, place.name if place else "")  # fmt: skip
    return " ".join(stems(" ".join(part for part in parts if part)))


def postgres_match(words: list[str]) -> sa.ColumnElement[bool]:
    """Return the condition that a project holds all these stems, on PostgreSQL."""
    return INDEX.holding(words)


def sqlite_question(words: list[str]) -> str:
    """Return the FTS5 question for all these stems."""
    return " ".join(f'"{word}"' for word in words)
