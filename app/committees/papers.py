"""The papers of a sitting: who was told of it; its minutes, their signatures, and what was signed."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.append_only import append_only
from app.columns import Instant, choice
from app.committees.models import Seat
from app.db import Model
from app.mail.models import Message


class Purpose(StrEnum):
    """Why the members were written to."""

    CONVOCATION = "convocation"
    REMINDER = "reminder"
    CHANGE = "change"
    CANCELLATION = "cancellation"


class Convocation(Model):
    """One message to one member about a sitting; the outbox says whether it reached them."""

    __tablename__ = "convocation"

    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(sa.ForeignKey("sitting.id"), index=True)
    seat_id: Mapped[int] = mapped_column(sa.ForeignKey("seat.id"))
    message_id: Mapped[int] = mapped_column(sa.ForeignKey("message.id"), unique=True)
    purpose: Mapped[Purpose] = mapped_column(choice(Purpose))
    written_at: Mapped[Instant]

    seat: Mapped[Seat] = relationship()
    message: Mapped[Message] = relationship()


class MinutesText(Model):
    """What the secretary adds to the minutes of a sitting: remarks, and a few words on each file.

    The rest is drafted from what happened, each time it is read: a later correction never loses these words.
    """

    __tablename__ = "minutes_text"

    sitting_id: Mapped[int] = mapped_column(sa.ForeignKey("sitting.id"), primary_key=True)
    remarks: Mapped[str] = mapped_column(sa.Text, default="")
    notes: Mapped[dict[str, str]] = mapped_column(sa.JSON, default=dict)
    """Words on a file, by the number of its project (JSON keys are text)."""
    written_at: Mapped[Instant]
    written_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))


class Capacity(StrEnum):
    """In which capacity one signs the minutes."""

    SECRETARY = "secretary"
    CHAIR = "chair"


@append_only
class MinutesSignature(Model):
    """A person signs the minutes as they read at that moment: `digest` is of that text; another text voids it.

    A signature on paper is the scan of the page, put there by `recorded_by`.
    """

    __tablename__ = "minutes_signature"
    __table_args__ = (
        sa.UniqueConstraint("sitting_id", "person_id", "digest"),
        sa.CheckConstraint("scan_sha256 <> '' OR recorded_by_id = person_id", name="signs_alone_or_on_paper"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(sa.ForeignKey("sitting.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    capacity: Mapped[Capacity] = mapped_column(choice(Capacity))
    digest: Mapped[str] = mapped_column(sa.String(64))
    scan_sha256: Mapped[str] = mapped_column(sa.String(64), default="")
    scan_name: Mapped[str] = mapped_column(sa.String(160), default="")
    scan_media_type: Mapped[str] = mapped_column(sa.String(80), default="")
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    signed_at: Mapped[Instant]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])


@append_only
class SignedMinutes(Model):
    """The minutes as two people signed them, and the same without names: the database refuses to change them."""

    __tablename__ = "signed_minutes"

    sitting_id: Mapped[int] = mapped_column(sa.ForeignKey("sitting.id"), primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    public_content: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    digest: Mapped[str] = mapped_column(sa.String(64))
    locked_at: Mapped[Instant]
