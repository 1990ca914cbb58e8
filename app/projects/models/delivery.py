"""The works: their milestones, the checklist of what must be ready, and what residents say of the delivery."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.columns import Instant, choice
from app.db import Model
from app.projects.models.project import Project


class ChecklistLine(Model):
    """Who does one line of the checklist, by when, and what they noted; the answers are in `Project.checklist`."""

    __tablename__ = "checklist_line"

    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    who: Mapped[str] = mapped_column(sa.String(120), default="")
    due_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(sa.String(300), default="")
    attachment_id: Mapped[int | None] = mapped_column(sa.ForeignKey("attachment.id", ondelete="SET NULL"))
    """The document that proves it."""


class Milestone(Model):
    """A step of the works with its date; reached one day, perhaps with a photo."""

    __tablename__ = "milestone"
    __table_args__ = (sa.Index("ix_milestone_project", "project_id", "due_on", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"))
    label: Mapped[str] = mapped_column(sa.String(120))
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    attachment_id: Mapped[int | None] = mapped_column(sa.ForeignKey("attachment.id", ondelete="SET NULL"))

    project: Mapped[Project] = relationship()


class Delivered(StrEnum):
    """What a resident saw."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class DeliveryVoice(Model):
    """What residents say of the delivery: one who spoke for themselves, or those counted in a meeting.

    Nobody who holds a role speaks here. In a meeting the team is not counted.
    """

    __tablename__ = "delivery_voice"
    __table_args__ = (
        sa.CheckConstraint("(person_id IS NULL) <> (meeting_id IS NULL)", name="a_person_or_a_meeting"),
        sa.CheckConstraint("residents_count > 0", name="somebody_spoke"),
        sa.CheckConstraint("person_id IS NULL OR residents_count = 1", name="one_voice_a_person"),
        sa.UniqueConstraint("project_id", "person_id"),
        sa.UniqueConstraint("project_id", "meeting_id", "said"),
        sa.Index("ix_delivery_voice_project", "project_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"))
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(sa.ForeignKey("meeting.id"), index=True)
    said: Mapped[Delivered] = mapped_column(choice(Delivered))
    residents_count: Mapped[int] = mapped_column(default=1)
    in_team: Mapped[bool] = mapped_column(default=False)
    text: Mapped[str] = mapped_column(sa.String(300), default="")
    noted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    """The helper, or whoever counted in the meeting."""
    at: Mapped[Instant]


class DeliveryWaiver(Model):
    """Why a project may end although residents did not confirm it: written once, shown to everybody."""

    __tablename__ = "delivery_waiver"

    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(sa.Text)
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    at: Mapped[Instant]
