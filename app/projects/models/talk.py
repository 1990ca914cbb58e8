"""What is said about a project: the private thread of its team and staff, and everybody's comments."""

from __future__ import annotations

from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.columns import Instant, choice
from app.db import Model
from app.projects.models.documents import Attachment
from app.projects.models.project import Project


class ThreadNotice(StrEnum):
    """When somebody wants to hear of a new message."""

    INSTANT = "instant"
    WEEKLY = "weekly"


class ThreadMessage(Model):
    """A message between the team and the staff of the place; nobody else reads it."""

    __tablename__ = "thread_message"
    __table_args__ = (sa.Index("ix_thread_message_project", "project_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"))
    author_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    helper_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    """Who wrote it down, when a helper acted for the author."""
    from_team: Mapped[bool] = mapped_column(default=False)
    body: Mapped[str] = mapped_column(sa.Text)
    attachment_id: Mapped[int | None] = mapped_column(sa.ForeignKey("attachment.id", ondelete="SET NULL"))
    at: Mapped[Instant]

    project: Mapped[Project] = relationship()
    author: Mapped[Person | None] = relationship(foreign_keys=[author_id])
    attachment: Mapped[Attachment | None] = relationship()


class ThreadReader(Model):
    """How far somebody has read a thread, and how they want to hear of the rest."""

    __tablename__ = "thread_reader"

    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True, index=True)
    read_until: Mapped[int] = mapped_column(default=0)
    """The last message that was on their screen."""
    notice: Mapped[ThreadNotice | None] = mapped_column(choice(ThreadNotice))
    """What they chose; nothing yet: at once for the team, in the note of the week for staff."""


class Voice(StrEnum):
    """From where somebody comments: as the team, as staff, or as anybody else."""

    RESIDENT = "resident"
    TEAM = "team"
    STAFF = "staff"


class Comment(Model):
    """A public comment on a project. Hidden, it leaves the reason in its place; withdrawn, it leaves no word."""

    __tablename__ = "comment"
    __table_args__ = (
        sa.CheckConstraint("(hidden_at IS NULL) = (hidden_reason = '')", name="hidden_with_a_reason"),
        sa.CheckConstraint("withdrawn_at IS NULL OR body = ''", name="withdrawn_leaves_nothing"),
        sa.Index("ix_comment_project", "project_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"))
    answers_id: Mapped[int | None] = mapped_column(sa.ForeignKey("comment.id"), index=True)
    """The comment to which this one answers."""
    author_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    helper_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    voice: Mapped[Voice] = mapped_column(choice(Voice), default=Voice.RESIDENT)
    body: Mapped[str] = mapped_column(sa.Text)
    at: Mapped[Instant]
    withdrawn_at: Mapped[Instant | None]
    hidden_at: Mapped[Instant | None]
    hidden_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    hidden_reason: Mapped[str] = mapped_column(sa.String(300), default="")

    project: Mapped[Project] = relationship()
    author: Mapped[Person | None] = relationship(foreign_keys=[author_id])


class ReportReason(StrEnum):
    """Why a comment is reported."""

    INSULT = "insult"
    HATE = "hate"
    NAMES_SOMEBODY = "names_somebody"
    FALSE = "false"
    SPAM = "spam"
    OTHER = "other"


class CommentReport(Model):
    """Somebody, signed in or not, says that a comment breaks the rules; `settled_at` once a referent decided."""

    __tablename__ = "comment_report"
    __table_args__ = (
        sa.Index("uq_comment_report_person", "comment_id", "person_id", unique=True),
        sa.Index("ix_comment_report_waiting", "comment_id", postgresql_where=sa.text("settled_at IS NULL"),
                 sqlite_where=sa.text("settled_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(sa.ForeignKey("comment.id"))
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    reason: Mapped[ReportReason] = mapped_column(choice(ReportReason))
    text: Mapped[str] = mapped_column(sa.String(300), default="")
    at: Mapped[Instant]
    settled_at: Mapped[Instant | None]

    comment: Mapped[Comment] = relationship()
