"""Reading the outbox: how much waits to leave by itself, and since when."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from app.db import session
from app.mail.models import Delivery, Message
from app.mail.outbox import AUTOMATIC


def waiting() -> tuple[int, datetime | None]:
    """Return how many messages wait to leave by themselves, and when the oldest was written."""
    count, oldest = (
        session()
        .execute(
            sa.select(sa.func.count(), sa.func.min(Message.written_at)).where(
                Message.delivery == Delivery.WAITING, Message.channel.in_(AUTOMATIC)
            )
        )
        .one()
    )
    return int(count), oldest
