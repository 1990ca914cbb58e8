"""Cards of the floor: who comes may take a numbered card, drop it when they speak, and bring it back next time.

A card names nobody: its number is kept as a digest, tied to no person. It tells how evenly people spoke, and whether
those who came once came back (DOMAIN §C.3 I3f, §C.7 T3 and T4).
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.columns import Instant
from app.db import Model


class CardPresence(Model):
    """A card seen at a meeting: how many times its holder spoke, and whether they came for the first time."""

    __tablename__ = "card_presence"
    __table_args__ = (sa.CheckConstraint("turns >= 0", name="turns_not_negative"),)

    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"), primary_key=True)
    card: Mapped[str] = mapped_column(sa.String(64), primary_key=True, index=True)
    turns: Mapped[int] = mapped_column(default=0)
    is_newcomer: Mapped[bool | None]
    noted_at: Mapped[Instant]
