"""What a finished project teaches the next ones, in the words of those who judged it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.columns import Instant, choice
from app.db import Model
from app.projects.models import Project, Theme
from app.search import indexed, stems


class Lesson(Model):
    """One lesson of a project judged by its panel; found again by theme and by words when a similar idea is typed."""

    __tablename__ = "lesson"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), index=True)
    theme: Mapped[Theme | None] = mapped_column(choice(Theme))
    text: Mapped[str] = mapped_column(sa.Text)
    about: Mapped[str] = mapped_column(sa.Text, default="")
    """The title and the summary of the project: a lesson is looked for by what the project was."""
    learned_at: Mapped[Instant] = mapped_column(index=True)
    search_text: Mapped[str] = mapped_column(sa.Text, default="")

    project: Mapped[Project] = relationship()


INDEX = indexed(Lesson.__table__)
"""The full-text index; a migration runs its DDL."""


@event.listens_for(Lesson, "before_insert")
@event.listens_for(Lesson, "before_update")
def _index(_mapper: Any, _connection: Any, lesson: Lesson) -> None:
    lesson.search_text = " ".join(stems(f"{lesson.text} {lesson.about}"))
