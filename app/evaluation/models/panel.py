"""Residents' panels and their verdicts."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.columns import Instant, choice
from app.db import Model
from app.projects.models import Project


class Formation(StrEnum):
    """How the panel was formed."""

    VOLUNTEERS = "volunteers"
    DRAWN_BY_LOT = "drawn_by_lot"
    MEETING = "meeting"
    NEIGHBOURS = "neighbours"


class Panel(Model):
    """The residents who evaluate one project."""

    __tablename__ = "panel"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), unique=True)
    formation: Mapped[Formation] = mapped_column(choice(Formation))
    formed_at: Mapped[Instant]

    project: Mapped[Project] = relationship()
    members: Mapped[list[PanelMember]] = relationship(back_populates="panel", order_by="PanelMember.id")
    meetings: Mapped[list[PanelMeeting]] = relationship(
        back_populates="panel", order_by="PanelMeeting.held_on, PanelMeeting.id"
    )


class PanelMember(Model):
    """A resident of the panel, with or without an account."""

    __tablename__ = "panel_member"
    __table_args__ = (sa.UniqueConstraint("panel_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(sa.ForeignKey("panel.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(120))

    panel: Mapped[Panel] = relationship(back_populates="members")
    person: Mapped[Person | None] = relationship()


class PanelMeeting(Model):
    """A day on which the panel met: where, how many members came, what they looked at."""

    __tablename__ = "panel_meeting"
    __table_args__ = (sa.CheckConstraint("members_count > 0", name="somebody_came"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(sa.ForeignKey("panel.id"), index=True)
    held_on: Mapped[date]
    place: Mapped[str] = mapped_column(sa.String(160))
    members_count: Mapped[int]
    what: Mapped[str] = mapped_column(sa.Text, default="")

    panel: Mapped[Panel] = relationship(back_populates="meetings")


class Happened(StrEnum):
    """Whether what was promised took place."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Verdict(Model):
    """What the panel says: the last word on a project, before it can close."""

    __tablename__ = "verdict"
    __table_args__ = (
        *(
            sa.CheckConstraint(f"level_{stage} BETWEEN 0 AND 6", name=f"level_{stage}_on_the_ladder")
            for stage in ("origin", "codesign", "implementation")
        ),
        sa.CheckConstraint("present_count IS NULL OR present_count BETWEEN 1 AND panel_size", name="present_of_panel"),
        sa.CheckConstraint("keyed_by_id IS NULL OR pen_id IS NOT NULL", name="keyed_sheet_has_its_pen"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), unique=True)
    happened: Mapped[Happened] = mapped_column(choice(Happened))
    what_happened: Mapped[str] = mapped_column(sa.Text)
    for_whom: Mapped[str] = mapped_column(sa.Text)
    changed_by_residents: Mapped[str] = mapped_column(sa.Text)
    to_redo: Mapped[str] = mapped_column(sa.Text, default="")
    level_origin: Mapped[int]
    level_codesign: Mapped[int]
    level_implementation: Mapped[int]
    panel_size: Mapped[int]
    present_count: Mapped[int | None]
    """How many of the panel gave it together; unknown of the first verdicts."""
    pen_id: Mapped[int | None] = mapped_column(sa.ForeignKey("panel_member.id"), index=True)
    """Of a verdict written on paper: the neighbour who held the pen."""
    keyed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    """Of a verdict written on paper: who typed the sheet, word for word."""
    given_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    """The neighbour of the panel who gave it, when we know them."""
    given_at: Mapped[Instant]
