"""What residents did at each stage of a project, or why they could not be associated."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.append_only import append_only
from app.columns import Instant, choice
from app.db import Model
from app.projects.models.project import Project


class InvolvementKind(StrEnum):
    """How residents were associated."""

    MEETING = "meeting"
    WORKSHOP = "workshop"
    WALK = "walk"
    DOOR_TO_DOOR = "door_to_door"
    PHONE = "phone"


class Involvement(Model):
    """Residents associated with a project at one stage: when, how, how many, and what it gave."""

    __tablename__ = "involvement"
    __table_args__ = (sa.CheckConstraint("residents_count >= 0", name="residents_count_not_negative"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), index=True)
    stage: Mapped[str] = mapped_column(sa.String(60))
    kind: Mapped[InvolvementKind] = mapped_column(choice(InvolvementKind))
    happened_on: Mapped[date]
    place: Mapped[str] = mapped_column(sa.String(160), default="")
    residents_count: Mapped[int]
    others_count: Mapped[int] = mapped_column(default=0)
    """Elected people, services and partners who came; never counted among residents."""
    what: Mapped[str] = mapped_column(sa.Text, default="")
    decided: Mapped[str] = mapped_column(sa.Text, default="")
    meeting_id: Mapped[int | None] = mapped_column(sa.ForeignKey("meeting.id"), index=True)
    brought_from_id: Mapped[int | None] = mapped_column(sa.ForeignKey("project.id"), index=True)
    """The project that joined this one, where the residents were first associated."""

    project: Mapped[Project] = relationship(back_populates="involvements", foreign_keys=[project_id])


@append_only
class NoInvolvement(Model):
    """Why residents were not associated with a project at one stage: shown to everybody (DOMAIN B.6); the last counts.

    Words are written once: who rewrites them adds a row.
    """

    __tablename__ = "no_involvement"
    __table_args__ = (sa.CheckConstraint("reason <> ''", name="says_why"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), index=True)
    stage: Mapped[str] = mapped_column(sa.String(60))
    reason: Mapped[str] = mapped_column(sa.Text)
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    on_behalf_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    at: Mapped[Instant]
