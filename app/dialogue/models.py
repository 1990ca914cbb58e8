"""Spaces of dialogue and their meetings."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.columns import choice
from app.db import Model
from app.territory.models import Neighbourhood


class SpaceKind(StrEnum):
    """What sort of place of dialogue it is (PRACTICE §3; an open list)."""

    CITIZEN_COUNCIL = "citizen_council"
    NEIGHBOURHOOD_TABLE = "neighbourhood_table"
    SOCIAL_CENTRE = "social_centre"
    WALK_AUDIT = "walk_audit"
    PROJECT_HOUSE = "project_house"
    OTHER = "other"


class DialogueSpace(Model):
    """A place, kept up over time, where residents speak freely."""

    __tablename__ = "dialogue_space"

    id: Mapped[int] = mapped_column(primary_key=True)
    neighbourhood_id: Mapped[int] = mapped_column(sa.ForeignKey("neighbourhood.id"), index=True)
    kind: Mapped[SpaceKind] = mapped_column(choice(SpaceKind))
    name: Mapped[str] = mapped_column(sa.String(120))
    host: Mapped[str] = mapped_column(sa.String(120))

    neighbourhood: Mapped[Neighbourhood] = relationship(lazy="joined")
    meetings: Mapped[list[Meeting]] = relationship(back_populates="space", order_by="Meeting.held_on.desc()")


class Meeting(Model):
    """A meeting that was held: what it was about and how many residents came, without names."""

    __tablename__ = "meeting"
    __table_args__ = (sa.CheckConstraint("residents_count >= 0", name="residents_count_not_negative"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    space_id: Mapped[int] = mapped_column(sa.ForeignKey("dialogue_space.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(160))
    held_on: Mapped[date]
    place: Mapped[str] = mapped_column(sa.String(160))
    residents_count: Mapped[int]
    summary: Mapped[str] = mapped_column(sa.Text, default="")

    space: Mapped[DialogueSpace] = relationship(back_populates="meetings", lazy="joined")
