"""What was sent to institutions of what residents said: once a month, once a neighbourhood."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.columns import Instant
from app.db import Model


class MonthlyDigest(Model):
    """The digest of a neighbourhood for a month (its first day); the row exists, so it is not sent again."""

    __tablename__ = "monthly_digest"
    __table_args__ = (sa.UniqueConstraint("neighbourhood_id", "month"),)

    kind = "digest"
    id: Mapped[int] = mapped_column(primary_key=True)
    neighbourhood_id: Mapped[int] = mapped_column(sa.ForeignKey("neighbourhood.id"), index=True)
    month: Mapped[date]
    said_count: Mapped[int]
    readers_count: Mapped[int]
    sent_at: Mapped[Instant]
