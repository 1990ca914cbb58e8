"""Finding the lessons of finished projects: by words, by theme, and those of a similar idea."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.db import session
from app.evaluation.models import Lesson
from app.evaluation.models.lessons import INDEX
from app.projects.models import Project, Theme
from app.search import MOST_WORDS, stems

MOST_SUGGESTED = 3
LOOKED_AT = 200
"""Lessons compared with an idea, the latest ones."""
MOST_COMPARED = 24
"""Words of an idea that are looked for."""
A_PAGE = 30


def lessons(words: str, theme: Theme | None) -> Sequence[Lesson]:
    """Return the lessons that hold every word, of a theme if told, the latest first."""
    found = _with_project()
    wanted = stems(words)[:MOST_WORDS]
    if words.strip() and not wanted:
        return []
    if wanted:
        found = found.where(INDEX.holding(wanted))
    if theme is not None:
        found = found.where(Lesson.theme == theme)
    return session().scalars(found.order_by(Lesson.learned_at.desc(), Lesson.id.desc()).limit(A_PAGE)).all()


def similar(title: str, summary: str, theme: Theme | None) -> list[Lesson]:
    """Return the lessons nearest to an idea: those that share most words of its title and summary, then its theme.

    A lesson that shares no word is near nothing, whatever its theme.
    """
    wanted = list(dict.fromkeys(stems(f"{title} {summary}")))[:MOST_COMPARED]
    if not wanted:
        return []
    held = _with_project().where(INDEX.holding(wanted, any_of=True))
    near = session().scalars(held.order_by(Lesson.learned_at.desc(), Lesson.id.desc()).limit(LOOKED_AT)).all()
    return sorted(near, key=lambda lesson: _weight(lesson, set(wanted), theme), reverse=True)[:MOST_SUGGESTED]


def _weight(lesson: Lesson, wanted: set[str], theme: Theme | None) -> int:
    """Count the words shared; the same theme counts for one more."""
    shared = len(wanted & set(lesson.search_text.split()))
    return shared + (theme is not None and lesson.theme is theme)


def _with_project() -> sa.Select[Lesson]:
    told = sa.select(Lesson).join(Lesson.project).where(Project.published_at.is_not(None))
    return told.options(joinedload(Lesson.project))
