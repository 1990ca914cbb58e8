"""The outbox: one row a message, from when it is written to when it has reached its person."""

from __future__ import annotations

from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app import clock
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
    """One message; its text is final when written, and a secret one is erased once it has left.

    `addressee` names who has no account: somebody who left a contact and nothing more. `try_at` is both the lease of
    whoever is sending it and the wait before another attempt.
    """

    __tablename__ = "message"
    __table_args__ = (
        sa.CheckConstraint("delivery <> 'sent' OR delivered_at IS NOT NULL", name="sent_has_a_date"),
        sa.CheckConstraint(
            "person_id IS NOT NULL OR is_secret OR addressee <> ''", name="only_a_code_goes_to_nobody_known"
        ),
        sa.CheckConstraint("NOT is_secret OR channel IN ('email', 'sms')", name="no_hand_carries_a_secret"),
        sa.Index("ix_message_delivery", "delivery", "channel", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    channel: Mapped[Channel] = mapped_column(choice(Channel))
    addressee: Mapped[str] = mapped_column(sa.String(120), default="")
    recipient: Mapped[str] = mapped_column(sa.String(300))
    subject: Mapped[str] = mapped_column(sa.String(200))
    body: Mapped[str] = mapped_column(sa.Text)
    subject_kind: Mapped[str] = mapped_column(sa.String(40), default="")
    subject_id: Mapped[int | None]
    neighbourhood_id: Mapped[int | None] = mapped_column(sa.ForeignKey("neighbourhood.id"), index=True)
    delivery: Mapped[Delivery] = mapped_column(choice(Delivery), default=Delivery.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(sa.String(300), default="")
    is_secret: Mapped[bool] = mapped_column(default=False)
    written_at: Mapped[Instant]
    try_at: Mapped[Instant] = mapped_column(default=clock.now)
    delivered_at: Mapped[Instant | None]
    delivered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))


class News(Model):
    """One line of a person's note of the week; it names the message that carried it once that is written."""

    __tablename__ = "news"
    __table_args__ = (sa.Index("ix_news_unsent", "message_id", "person_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    subject_kind: Mapped[str] = mapped_column(sa.String(40))
    subject_id: Mapped[int]
    heading: Mapped[str] = mapped_column(sa.String(200))
    sentence: Mapped[str] = mapped_column(sa.String(500))
    at: Mapped[Instant]
    message_id: Mapped[int | None] = mapped_column(sa.ForeignKey("message.id"))
