"""What residents said: the words everybody may read, the original ones apart, and who said them if they wish."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import clock
from app.accounts.models import Person
from app.columns import Instant, choice
from app.db import Model
from app.dialogue.models import Meeting
from app.search import indexed, stems
from app.territory.models import Neighbourhood


class ContributionKind(StrEnum):
    """What was said."""

    QUESTION = "question"
    IDEA = "idea"
    FEELING = "feeling"
    OPINION = "opinion"
    REPORT = "report"


class Channel(StrEnum):
    """How it reached us."""

    MEETING = "meeting"
    SLIP = "slip"
    CALL = "call"
    SMS = "sms"
    WEB = "web"
    HELPER = "helper"


class VoiceTheme(StrEnum):
    """What it is about."""

    HOUSING = "housing"
    PUBLIC_SPACE = "public_space"
    CLEANLINESS = "cleanliness"
    SAFETY = "safety"
    TRANSPORT = "transport"
    SCHOOL_YOUTH = "school_youth"
    WORK = "work"
    CARE = "care"
    CULTURE_SPORT = "culture_sport"
    RENEWAL = "renewal"
    OTHER = "other"


class Visibility(StrEnum):
    """Who may read it: everybody, or only those who work on it (a personal case)."""

    PUBLIC = "public"
    PRIVATE = "private"


class Moderation(StrEnum):
    """Whether somebody has read it before it is shown."""

    WAITING = "waiting"
    PUBLISHED = "published"
    SET_ASIDE = "set_aside"


class ReplyWay(StrEnum):
    """How the person wants to hear the answer."""

    NONE = "none"
    MESSAGE = "message"
    MEETING = "meeting"
    POSTER = "poster"


class Contribution(Model):
    """One thing said by a resident; only the text without names is published.

    `contact` and `contact_name` are what a visitor left on the web: they become a person, or are erased, when
    somebody has read the words.
    """

    __tablename__ = "contribution"
    __table_args__ = (
        sa.CheckConstraint("merged_into_id IS NULL OR merged_into_id <> id", name="merged_into_another"),
        sa.CheckConstraint("moderation <> 'set_aside' OR set_aside_reason <> ''", name="set_aside_says_why"),
        sa.CheckConstraint("reply_way <> 'message' OR author_id IS NOT NULL OR contact <> '' "
                           "OR moderation = 'set_aside'", name="somebody_to_write_to"),
        sa.Index("ix_contribution_day", "said_on"),
        sa.Index("ix_contribution_shown", "moderation", "visibility", "id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int | None] = mapped_column(sa.ForeignKey("meeting.id"), index=True)
    neighbourhood_id: Mapped[int] = mapped_column(sa.ForeignKey("neighbourhood.id"), index=True)
    kind: Mapped[ContributionKind] = mapped_column(choice(ContributionKind))
    text: Mapped[str] = mapped_column(sa.Text)
    said_on: Mapped[date]
    channel: Mapped[Channel] = mapped_column(choice(Channel), default=Channel.MEETING)
    theme: Mapped[VoiceTheme | None] = mapped_column(choice(VoiceTheme))
    visibility: Mapped[Visibility] = mapped_column(choice(Visibility), default=Visibility.PUBLIC)
    moderation: Mapped[Moderation] = mapped_column(choice(Moderation), default=Moderation.PUBLISHED)
    set_aside_reason: Mapped[str] = mapped_column(sa.Text, default="")
    reply_way: Mapped[ReplyWay] = mapped_column(choice(ReplyWay), default=ReplyWay.NONE)
    author_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    contact_name: Mapped[str] = mapped_column(sa.String(120), default="")
    contact: Mapped[str] = mapped_column(sa.String(254), default="")
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    recorded_at: Mapped[Instant] = mapped_column(default=clock.now)
    merged_into_id: Mapped[int | None] = mapped_column(sa.ForeignKey("contribution.id"), index=True)
    search_text: Mapped[str] = mapped_column(sa.Text, default="")

    meeting: Mapped[Meeting | None] = relationship()
    neighbourhood: Mapped[Neighbourhood] = relationship(viewonly=True)
    author: Mapped[Person | None] = relationship(foreign_keys=[author_id], viewonly=True)

    @property
    def is_shown(self) -> bool:
        """Say whether everybody may read it."""
        return self.moderation is Moderation.PUBLISHED and self.visibility is Visibility.PUBLIC


class ContributionOriginal(Model):
    """The very words of a resident, when what is published hides some of them; staff alone read this table."""

    __tablename__ = "contribution_original"

    contribution_id: Mapped[int] = mapped_column(sa.ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True)
    text: Mapped[str] = mapped_column(sa.Text)


def shown() -> sa.ColumnElement[bool]:
    """Return the condition that everybody may read a contribution."""
    return sa.and_(Contribution.moderation == Moderation.PUBLISHED, Contribution.visibility == Visibility.PUBLIC)


INDEX = indexed(Contribution.__table__)
"""The full-text index; a migration runs its DDL."""


@event.listens_for(Contribution, "before_insert")
@event.listens_for(Contribution, "before_update")
def _index(_mapper: Any, _connection: Any, said: Contribution) -> None:
    said.search_text = " ".join(stems(said.text))
