"""Reading what is said about a project, a page at a time: public comments and their answers, the private thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.db import session
from app.projects.models import Comment, CommentReport, ThreadMessage

PAGE = 20
"""Comments, each with its answers, or messages on one page."""
MOST_UNREAD = 200
"""New messages shown at once, so that what is counted as read was on the screen."""

Said = sa.Row[Comment, str | None, int]
"""A comment, its author's name and how many reports wait."""
Written = sa.Row[ThreadMessage, str | None, str | None]
"""A message, its author's name and that of their helper."""


@dataclass(frozen=True)
class Talk:
    """A page of comments: the first of each exchange, oldest first, and the answers of each by its id.

    `older` and `newer` are the ids from which the pages before and after begin, or None.
    """

    firsts: Sequence[Said]
    answers: dict[int, list[Said]]
    older: int | None
    newer: int | None


@dataclass(frozen=True)
class Thread:
    """A page of messages, oldest first; `older` and `newer` as for comments."""

    rows: Sequence[Written]
    older: int | None
    newer: int | None


def comments_of(project_id: int, before: int | None = None, around: int | None = None) -> Talk:
    """Return the last comments of a project, those before an id, or the page of one of them; at most three queries."""
    if around is not None:
        before = _end_of_page(project_id, around)
    firsts = sa.select(Comment.id).where(Comment.project_id == project_id, Comment.answers_id.is_(None))
    page = firsts.where(Comment.id < before) if before else firsts
    shown = page.order_by(Comment.id.desc()).limit(PAGE + 1).subquery()
    wanted = sa.select(shown.c.id)
    by_first: dict[int, list[Said]] = {}
    for row in session().execute(_with_names(sa.or_(Comment.id.in_(wanted), Comment.answers_id.in_(wanted)))).all():
        by_first.setdefault(row[0].answers_id or row[0].id, []).append(row)
    keys = sorted(by_first)
    kept = keys[-PAGE:]
    return Talk(
        [next(row for row in by_first[key] if row[0].id == key) for key in kept],
        {key: [row for row in by_first[key] if row[0].id != key] for key in kept},
        kept[0] if len(keys) > PAGE else None,
        _page_after(firsts, Comment.id, before),
    )


def comments_count(project_id: int) -> int:
    """Return how many comments of a project are there to read or hidden; those withdrawn are not counted."""
    asked = sa.select(sa.func.count()).where(Comment.project_id == project_id, Comment.withdrawn_at.is_(None))
    return session().scalar(asked) or 0


def reported_of(project_id: int) -> Sequence[Comment]:
    """Return the comments of a project that were reported and that nobody has looked at, oldest first; one query."""
    waiting = sa.exists().where(CommentReport.comment_id == Comment.id, CommentReport.settled_at.is_(None))
    return session().scalars(
        sa.select(Comment).where(Comment.project_id == project_id, waiting).order_by(Comment.id)
    ).all()  # fmt: skip


def messages_of(project_id: int, read_until: int, before: int | None = None) -> Thread:
    """Return the last messages of a thread, all the new ones with them, or those before an id; two or three queries."""
    here = sa.select(ThreadMessage.id).where(ThreadMessage.project_id == project_id)
    length = PAGE if before else max(PAGE, min(_unread(project_id, read_until), MOST_UNREAD))
    helper = aliased(Person)
    asked = (
        sa.select(ThreadMessage, Person.public_label, helper.public_label)
        .outerjoin(Person, Person.id == ThreadMessage.author_id)
        .outerjoin(helper, helper.id == ThreadMessage.helper_id)
        .where(ThreadMessage.project_id == project_id)
        .order_by(ThreadMessage.id.desc())
        .limit(length + 1)
    )
    found = session().execute(asked.where(ThreadMessage.id < before) if before else asked).all()
    rows = found[:length][::-1]
    older = rows[0][0].id if len(found) > length else None
    return Thread(rows, older, _page_after(here, ThreadMessage.id, before))


def _with_names(these: sa.ColumnElement[bool]) -> sa.Select[Comment, str | None, int]:
    waiting = sa.select(sa.func.count(CommentReport.id)).where(
        CommentReport.comment_id == Comment.id, CommentReport.settled_at.is_(None)
    )
    return (
        sa.select(Comment, Person.public_label, waiting.scalar_subquery())
        .outerjoin(Person, Person.id == Comment.author_id)
        .where(these)
        .order_by(Comment.id)
    )


def _end_of_page(project_id: int, comment_id: int) -> int | None:
    """Return the id before which the page that shows a comment ends; None when it is on the last one."""
    found = session().get(Comment, comment_id)
    if found is None or found.project_id != project_id:
        return None
    first = found.answers_id or found.id
    later = (
        sa.select(Comment.id)
        .where(Comment.project_id == project_id, Comment.answers_id.is_(None), Comment.id > first)
        .order_by(Comment.id)
        .limit(PAGE)
    )
    after = session().scalars(later).all()
    return after[PAGE // 2] if len(after) == PAGE else None


def _page_after(here: sa.Select[int], column: Any, before: int | None) -> int | None:
    """Return the id before which the page after this one ends: zero for the last page, None when this one is last."""
    if not before:
        return None
    later = session().scalars(here.where(column >= before).order_by(column).limit(PAGE + 1)).all()
    return later[PAGE] if len(later) > PAGE else (0 if later else None)


def _unread(project_id: int, read_until: int) -> int:
    asked = sa.select(sa.func.count()).where(ThreadMessage.project_id == project_id, ThreadMessage.id > read_until)
    return session().scalar(asked) or 0
