"""What exists in a neighbourhood, what is decided about it, and the spaces of dialogue kept up there (F-17…F-19)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.columns import Instant, choice
from app.db import Model
from app.territory.models import Neighbourhood

if TYPE_CHECKING:
    from app.dialogue.models.meeting import Meeting

TARGET_GAP = 60
"""Days aimed at between two meetings of a space, unless it says otherwise (DOMAIN §D)."""


class SpaceKind(StrEnum):
    """What sort of place of dialogue it is (PRACTICE §3; an open list: OTHER has its own words)."""

    CITIZEN_COUNCIL = "citizen_council"
    NEIGHBOURHOOD_TABLE = "neighbourhood_table"
    SOCIAL_CENTRE = "social_centre"
    WALK_AUDIT = "walk_audit"
    PROJECT_HOUSE = "project_house"
    RESIDENTS_GROUP = "residents_group"
    DOORSTEP = "doorstep"
    LOCAL_COORDINATION = "local_coordination"
    OTHER = "other"


class SpaceOrigin(StrEnum):
    """Whether the space was there before, and was strengthened, or is new (F-18, F-19)."""

    EXISTING = "existing"
    NEW = "new"


class CityPosture(StrEnum):
    """Where the city stands in the space (F-39)."""

    LEADS = "leads"
    CO_LEADS = "co_leads"
    SUPPORTS = "supports"
    ABSENT = "absent"


class SpaceStatus(StrEnum):
    """Whether people meet there."""

    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


class InventoryDecision(StrEnum):
    """What is decided about what exists: rely on it, make something new, or leave it be."""

    STRENGTHEN = "strengthen"
    CREATE = "create"
    LEAVE = "leave"


class ModeInventory(Model):
    """One way of taking part that exists (or is lacking) in a neighbourhood, its assessment and what is decided."""

    __tablename__ = "mode_inventory"
    __table_args__ = (sa.CheckConstraint("reason <> ''", name="decision_has_its_reason"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    neighbourhood_id: Mapped[int] = mapped_column(sa.ForeignKey("neighbourhood.id"), index=True)
    existing_space: Mapped[str] = mapped_column(sa.String(120), default="")
    assessment: Mapped[str] = mapped_column(sa.Text, default="")
    decision: Mapped[InventoryDecision] = mapped_column(choice(InventoryDecision))
    reason: Mapped[str] = mapped_column(sa.Text)
    noted_on: Mapped[date]
    noted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    neighbourhood: Mapped[Neighbourhood] = relationship(lazy="joined")


class DialogueSpace(Model):
    """A place, kept up over time, where residents speak freely."""

    __tablename__ = "dialogue_space"
    __table_args__ = (sa.CheckConstraint("target_gap_days BETWEEN 7 AND 366", name="rhythm_within_a_year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    neighbourhood_id: Mapped[int] = mapped_column(sa.ForeignKey("neighbourhood.id"), index=True)
    inventory_id: Mapped[int | None] = mapped_column(sa.ForeignKey("mode_inventory.id"), index=True)
    kind: Mapped[SpaceKind] = mapped_column(choice(SpaceKind))
    kind_words: Mapped[str] = mapped_column(sa.String(60), default="")
    origin: Mapped[SpaceOrigin] = mapped_column(choice(SpaceOrigin), default=SpaceOrigin.EXISTING)
    name: Mapped[str] = mapped_column(sa.String(120))
    host: Mapped[str] = mapped_column(sa.String(120))
    city_posture: Mapped[CityPosture] = mapped_column(choice(CityPosture), default=CityPosture.SUPPORTS)
    animation_frame: Mapped[str] = mapped_column(sa.Text, default="")
    charter: Mapped[str] = mapped_column(sa.Text, default="")
    target_gap_days: Mapped[int] = mapped_column(default=TARGET_GAP)
    status: Mapped[SpaceStatus] = mapped_column(choice(SpaceStatus), default=SpaceStatus.ACTIVE)
    opened_at: Mapped[Instant | None]

    neighbourhood: Mapped[Neighbourhood] = relationship(lazy="joined")
    meetings: Mapped[list[Meeting]] = relationship(
        back_populates="space", order_by="Meeting.held_on.desc(), Meeting.id.desc()"
    )
