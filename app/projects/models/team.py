"""Who carries a project, and who follows it."""

from __future__ import annotations

from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.columns import Instant, choice
from app.db import Model
from app.projects.models.project import Project


class TeamPart(StrEnum):
    """What somebody looks after in a team; the main contact is `TeamMember.is_main`."""

    MEMBER = "member"
    MONEY = "money"
    COMMUNICATION = "communication"
    LOGISTICS = "logistics"


class TeamMember(Model):
    """Someone who carries the project, with or without an account."""

    __tablename__ = "team_member"
    __table_args__ = (
        sa.UniqueConstraint("project_id", "person_id"),
        sa.Index("uq_team_member_main", "project_id", unique=True, postgresql_where=sa.text("is_main"),
                 sqlite_where=sa.text("is_main")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"))
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    phone: Mapped[str] = mapped_column(sa.String(20), default="")
    is_main: Mapped[bool] = mapped_column(default=False)
    part: Mapped[TeamPart] = mapped_column(choice(TeamPart), default=TeamPart.MEMBER)

    project: Mapped[Project] = relationship(back_populates="team")
    person: Mapped[Person | None] = relationship()


class Follower(Model):
    """Someone who wants a project's news in the note of the week."""

    __tablename__ = "follower"

    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True, index=True)
    since: Mapped[Instant]
