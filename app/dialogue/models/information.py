"""What institutions prepare, told to residents: who does what, in plain words (F-08, F-13, F-34)."""

from __future__ import annotations

from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.columns import Instant, choice
from app.db import Model
from app.territory.models import Neighbourhood


class InfoTheme(StrEnum):
    """What a note of information is about."""

    WORKS = "works"
    HOUSING = "housing"
    CLEANLINESS = "cleanliness"
    SAFETY = "safety"
    YOUTH = "youth"
    HEALTH = "health"
    JOBS = "jobs"
    TRANSPORT = "transport"
    CULTURE = "culture"
    WHO_DOES_WHAT = "who_does_what"


class InfoChannel(StrEnum):
    """Where a note is told, besides this site."""

    HALL_POSTER = "hall_poster"
    MEETING = "meeting"
    SOCIAL_CENTRE = "social_centre"
    SMS = "sms"
    MARKET = "market"


class InfoItem(Model):
    """A note of information for a neighbourhood; it is never published without its plain version (invariant 14)."""

    __tablename__ = "info_item"
    __table_args__ = (
        sa.CheckConstraint("published_at IS NULL OR plain_text <> ''", name="published_in_plain_words"),
        sa.Index("ix_info_item_day", "published_at"),
        sa.Index("ix_info_item_place", "neighbourhood_id", "published_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    neighbourhood_id: Mapped[int] = mapped_column(sa.ForeignKey("neighbourhood.id"))
    theme: Mapped[InfoTheme] = mapped_column(choice(InfoTheme))
    title: Mapped[str] = mapped_column(sa.String(160))
    plain_text: Mapped[str] = mapped_column(sa.Text, default="")
    text: Mapped[str] = mapped_column(sa.Text, default="")
    who_does_what: Mapped[str] = mapped_column(sa.Text, default="")
    source: Mapped[str] = mapped_column(sa.String(120))
    channels: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    audio_sha256: Mapped[str] = mapped_column(sa.String(64), default="")
    audio_type: Mapped[str] = mapped_column(sa.String(40), default="")
    audio_size: Mapped[int] = mapped_column(default=0)
    written_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    written_at: Mapped[Instant]
    published_at: Mapped[Instant | None]

    neighbourhood: Mapped[Neighbourhood] = relationship(lazy="joined")
