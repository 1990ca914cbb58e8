"""Lists of projects: everybody's, filtered and searched; and one person's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.columns import UtcDateTime
from app.db import is_sqlite, session
from app.projects import search
from app.projects.models import Project, TeamMember, Theme

PAGE = 20
COUNTED = 100
"""Results are counted up to this many; beyond, "more than" is enough and costs nothing."""

FOUND = sa.table("project_search", sa.column("rowid", sa.Integer), sa.column("project_search", sa.Text))
"""The full-text table of SQLite; it gives its rows in the order of `rowid` without sorting them."""

T = TypeVar("T")


@dataclass(frozen=True)
class Filters:
    """What a reader asked of the list; `words` are the stems of the search."""

    words: tuple[str, ...] = ()
    neighbourhood_ids: tuple[int, ...] = ()
    stage: str = ""
    theme: Theme | None = None


@dataclass(frozen=True)
class Cursor:
    """Where a page begins: just after, or just before, a row."""

    at: datetime | None
    id: int
    backwards: bool = False


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list, and whether others come before and after it."""

    rows: Sequence[T]
    has_previous: bool
    has_next: bool


def public_projects(filters: Filters, cursor: Cursor | None = None) -> Page[Project]:
    """Return one page of the projects everybody may read.

    Without words, the last to have moved come first; with words, the last to have been started, which each engine
    reads straight from its index and stops at the end of the page.
    """
    newest_first: tuple[Any, ...] = (Project.last_activity_at, Project.id)
    if filters.words:
        newest_first = (FOUND.c.rowid if is_sqlite() else Project.id,)
    return keyset_page(_chosen(filters), newest_first, cursor, size=PAGE, descending=True)


def number_of_results(filters: Filters) -> int:
    """Count the results, up to one more than COUNTED."""
    asked = _chosen(filters).with_only_columns(sa.literal(1)).limit(COUNTED + 1)
    return int(session().scalar(sa.select(sa.func.count()).select_from(asked.subquery())) or 0)


def keyset_page(
    asked: sa.Select[Project],
    keys: tuple[Any, ...],
    cursor: Cursor | None,
    *,
    size: int,
    descending: bool = False,
) -> Page[Project]:
    """Return one page in the order of the keys (an instant and the id, or the id), whatever its rank in the list."""
    backwards = cursor is not None and cursor.backwards
    down = descending != backwards
    if cursor is not None:
        asked = asked.where(_beyond(keys, cursor, down=down))
    ordered = asked.order_by(*(key.desc() if down else key.asc() for key in keys)).limit(size + 1)
    rows = list(session().scalars(ordered.options(joinedload(Project.neighbourhood))))
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        return Page(rows[::-1], has_previous=more, has_next=True)
    return Page(rows, has_previous=cursor is not None, has_next=more)


def projects_of(person_id: int) -> list[Project]:
    """Return the projects a person carries, the soonest due first."""
    mine = sa.select(TeamMember.project_id).where(TeamMember.person_id == person_id)
    return list(
        session().scalars(
            sa.select(Project)
            .where(sa.or_(Project.id.in_(mine), Project.created_by_id == person_id))
            .order_by(Project.is_open.desc(), Project.due_at, Project.id)
            .options(joinedload(Project.neighbourhood))
            .limit(COUNTED)
        )
    )


def projects_born_in(meeting_id: int) -> list[Project]:
    """Return the public projects whose idea was born in a meeting, first born first."""
    return list(
        session().scalars(
            sa.select(Project)
            .where(Project.origin_meeting_id == meeting_id, Project.published_at.is_not(None))
            .order_by(Project.id)
            .options(joinedload(Project.neighbourhood))
            .limit(COUNTED)
        )
    )


def _chosen(filters: Filters) -> sa.Select[Project]:
    asked = sa.select(Project).where(Project.published_at.is_not(None))
    if filters.words:
        asked = matching(asked, list(filters.words))
    if len(filters.neighbourhood_ids) == 1:
        asked = asked.where(Project.neighbourhood_id == filters.neighbourhood_ids[0])
    elif filters.neighbourhood_ids:
        # coalesce: with several places, walking the list in order and stopping beats sorting all of theirs
        asked = asked.where(sa.func.coalesce(Project.neighbourhood_id, 0).in_(filters.neighbourhood_ids))
    if filters.stage:
        asked = asked.where(Project.stage == filters.stage)
    if filters.theme:
        asked = asked.where(Project.theme == filters.theme)
    return asked


def matching(asked: sa.Select[Project], words: list[str]) -> sa.Select[Project]:
    """Keep of a query of projects those that hold all these stems; without any, none is kept."""
    if not words:
        return asked.where(sa.false())
    if not is_sqlite():
        return asked.where(search.postgres_match(words))
    return asked.join(FOUND, FOUND.c.rowid == Project.id).where(
        FOUND.c.project_search.op("MATCH")(search.sqlite_question(words))
    )


def _beyond(keys: tuple[Any, ...], cursor: Cursor, *, down: bool) -> sa.ColumnElement[bool]:
    if len(keys) == 1:
        after: sa.ColumnElement[bool] = keys[0] < cursor.id if down else keys[0] > cursor.id
        return after
    row, bound = sa.tuple_(*keys), sa.tuple_(sa.literal(cursor.at, UtcDateTime), sa.literal(cursor.id))
    beyond: sa.ColumnElement[bool] = row < bound if down else row > bound
    return beyond
