"""How people are reached (*modalités de sollicitation*, F-45), and the contacts they leave for that alone."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import PreferredChannel
from app.clock import PARIS
from app.columns import Instant, choice
from app.db import Model
from app.money import Money

CONTACT_DAYS = 365
"""Days that a contact is kept after its person said yes."""


class OutreachMode(StrEnum):
    """A way to reach people (PRACTICE §7.1)."""

    DOOR_TO_DOOR = "door_to_door"
    DOORSTEP = "doorstep"
    SCHOOL_GATE = "school_gate"
    MARKET = "market"
    STREET_PARTY = "street_party"
    DROP_IN = "drop_in"
    PHONE_CALL = "phone_call"
    SMS = "sms"
    LETTER = "letter"
    FLYER = "flyer"
    HALL_POSTER = "hall_poster"
    CARETAKER = "caretaker"
    ASSOCIATION = "association"
    FRIEND = "friend"
    SOCIAL_MEDIA = "social_media"
    DRAWN_BY_LOT = "drawn_by_lot"
    WALK_AUDIT = "walk_audit"
    OTHER = "other"


FACE_TO_FACE = frozenset({
    OutreachMode.DOOR_TO_DOOR, OutreachMode.DOORSTEP, OutreachMode.SCHOOL_GATE, OutreachMode.MARKET,
    OutreachMode.STREET_PARTY, OutreachMode.DROP_IN, OutreachMode.CARETAKER, OutreachMode.FRIEND,
    OutreachMode.WALK_AUDIT,
})  # fmt: skip
"""Modes in which somebody speaks to somebody."""


class OutreachAction(Model):
    """One way of reaching people, planned then done: time in minutes, money in cents, people reached."""

    __tablename__ = "outreach_action"
    __table_args__ = (
        sa.CheckConstraint("minutes_spent >= 0 AND cost_cents >= 0 AND reached >= 0", name="figures_not_negative"),
        sa.CheckConstraint("contacts_left BETWEEN 0 AND reached", name="contacts_among_the_reached"),
        sa.CheckConstraint("meeting_id IS NOT NULL OR done_on IS NOT NULL", name="a_plan_is_for_a_meeting"),
        sa.Index("ix_outreach_action_day", "done_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    neighbourhood_id: Mapped[int] = mapped_column(sa.ForeignKey("neighbourhood.id"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(sa.ForeignKey("meeting.id"), index=True)
    mode: Mapped[OutreachMode] = mapped_column(choice(OutreachMode))
    mode_words: Mapped[str] = mapped_column(sa.String(60), default="")
    done_on: Mapped[date | None]
    minutes_spent: Mapped[int] = mapped_column(default=0)
    cost_cents: Mapped[Money] = mapped_column(default=0)
    reached: Mapped[int] = mapped_column(default=0)
    contacts_left: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(sa.String(300), default="")
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    noted_at: Mapped[Instant]


class LeftContact(Model):
    """How to reach somebody who wants to hear of the next meetings of a neighbourhood, and of nothing else.

    Name and address are erased when they ask, or once its time is over: the row stays to count, without anybody.
    """

    __tablename__ = "left_contact"
    __table_args__ = (
        sa.CheckConstraint(
            "erased_at IS NULL OR (name = '' AND phone IS NULL AND email IS NULL AND address = '')", name="erased_whole"
        ),
        sa.CheckConstraint(
            "erased_at IS NOT NULL OR phone IS NOT NULL OR email IS NOT NULL OR address <> ''", name="can_be_reached"
        ),
        sa.Index("ix_left_contact_place", "neighbourhood_id", "erased_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    neighbourhood_id: Mapped[int] = mapped_column(sa.ForeignKey("neighbourhood.id"))
    meeting_id: Mapped[int | None] = mapped_column(sa.ForeignKey("meeting.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(60))
    phone: Mapped[str | None] = mapped_column(sa.String(20))
    email: Mapped[str | None] = mapped_column(sa.String(254))
    address: Mapped[str] = mapped_column(sa.String(300), default="")
    preferred_channel: Mapped[PreferredChannel] = mapped_column(choice(PreferredChannel))
    is_newcomer: Mapped[bool] = mapped_column(default=False)
    consented_at: Mapped[Instant]
    taken_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    erased_at: Mapped[Instant | None]

    @property
    def erase_on(self) -> date:
        """The day it is erased at the latest."""
        return (self.consented_at + timedelta(days=CONTACT_DAYS)).astimezone(PARIS).date()


class NoticeKind(StrEnum):
    """Why a contact was written to."""

    THANKS = "thanks"
    REMINDER = "reminder"
    CHANGE = "change"


class ContactNotice(Model):
    """One message to one contact about one meeting: it exists once, so the message leaves once.

    `number` tells apart what may be said again: a reminder for another day, another change. The message goes with the
    contact when it is erased.
    """

    __tablename__ = "contact_notice"
    __table_args__ = (sa.UniqueConstraint("contact_id", "meeting_id", "kind", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(sa.ForeignKey("left_contact.id"), index=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"), index=True)
    kind: Mapped[NoticeKind] = mapped_column(choice(NoticeKind))
    number: Mapped[int] = mapped_column(default=0)
    message_id: Mapped[int | None] = mapped_column(sa.ForeignKey("message.id"))
    at: Mapped[Instant]
