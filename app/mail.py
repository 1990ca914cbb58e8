"""The outbox: what must reach a person, by their own channel; written with the act, delivered by a job after it."""

from __future__ import annotations

from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.columns import Instant, choice
from app.db import Model


class Channel(StrEnum):
    """How a message goes out: the first two by themselves, the others by the hand of staff."""

    EMAIL = "email"
    SMS = "sms"
    LETTER = "letter"
    CALL = "call"


class Delivery(StrEnum):
    """Where a message stands."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


class Message(Model):
    """One message to one person; its text is final when written."""

    __tablename__ = "message"
    __table_args__ = (
        sa.CheckConstraint("delivery <> 'sent' OR delivered_at IS NOT NULL", name="sent_has_a_date"),
        sa.Index("ix_message_delivery", "delivery", "channel", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    channel: Mapped[Channel] = mapped_column(choice(Channel))
    recipient: Mapped[str] = mapped_column(sa.String(300))
    subject: Mapped[str] = mapped_column(sa.String(200))
    body: Mapped[str] = mapped_column(sa.Text)
    subject_kind: Mapped[str] = mapped_column(sa.String(40), default="")
    subject_id: Mapped[int | None]
    neighbourhood_id: Mapped[int | None] = mapped_column(sa.ForeignKey("neighbourhood.id"), index=True)
    delivery: Mapped[Delivery] = mapped_column(choice(Delivery), default=Delivery.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(sa.String(300), default="")
    written_at: Mapped[Instant]
    delivered_at: Mapped[Instant | None]
