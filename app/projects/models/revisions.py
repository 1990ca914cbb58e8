"""The versions of a project file, what changed between them, and the words that caused it."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.append_only import append_only
from app.columns import Instant, choice
from app.db import Model
from app.money import Money


class ChangeField(StrEnum):
    """What a change bears on (DOMAIN A.2)."""

    OBJECT = "objet"
    PLACE = "lieu"
    CALENDAR = "calendrier"
    BUDGET = "budget"
    AUDIENCE = "public"
    TERMS = "modalites"
    ABANDONED = "abandon"


@append_only
class ProjectRevision(Model):
    """The whole file as it was saved, numbered from 1 (the file as it was first sent); never rewritten.

    `content` holds no name and no number of the team: a person may ask to be forgotten, a revision cannot forget.
    """

    __tablename__ = "project_revision"
    __table_args__ = (
        sa.UniqueConstraint("project_id", "number"),
        sa.CheckConstraint("number >= 1", name="number_from_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    changed: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    """Names of the fields that differ from the revision before."""
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    on_behalf_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    at: Mapped[Instant]


@append_only
class ProjectChange(Model):
    """One thing that changed in a project, before and after, in words; never rewritten.

    `magnitude` (1 slight, 2 notable, 3 substantial) follows a rule, see `app.projects.magnitude`; `amount_delta_cents`
    is the difference of the total of expenses. An abandoned project has no revision.
    """

    __tablename__ = "project_change"
    __table_args__ = (
        sa.UniqueConstraint("revision_id", "field"),
        sa.CheckConstraint("magnitude BETWEEN 1 AND 3", name="magnitude_on_scale"),
        sa.CheckConstraint("field = 'abandon' OR revision_id IS NOT NULL", name="change_of_a_revision"),
        sa.Index("ix_project_change_at", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), index=True)
    revision_id: Mapped[int | None] = mapped_column(sa.ForeignKey("project_revision.id"))
    field: Mapped[ChangeField] = mapped_column(choice(ChangeField))
    before: Mapped[str] = mapped_column(sa.Text, default="")
    after: Mapped[str] = mapped_column(sa.Text, default="")
    magnitude: Mapped[int]
    amount_delta_cents: Mapped[Money | None]
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    on_behalf_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    at: Mapped[Instant]


class ChangeCause(Model):
    """The words that caused a change. Taken away when named by mistake: the history of the project keeps both."""

    __tablename__ = "change_cause"

    change_id: Mapped[int] = mapped_column(sa.ForeignKey("project_change.id"), primary_key=True)
    contribution_id: Mapped[int] = mapped_column(sa.ForeignKey("contribution.id"), primary_key=True, index=True)
    named_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    named_at: Mapped[Instant]


class HiddenRevision(Model):
    """A version that is shown no more, since it lets somebody be recognised; the team reads it."""

    __tablename__ = "hidden_revision"
    __table_args__ = (sa.CheckConstraint("reason <> ''", name="says_why"),)

    revision_id: Mapped[int] = mapped_column(sa.ForeignKey("project_revision.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(sa.String(300))
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    at: Mapped[Instant]
