"""The forms already received, by their key."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.columns import Instant
from app.db import Model


class Received(Model):
    """A form that did its work; the key is a digest of the form's own and of the person, so nobody takes another's."""

    __tablename__ = "received_form"

    key: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    received_at: Mapped[Instant] = mapped_column(index=True)
    answer: Mapped[str] = mapped_column(sa.String(300), default="")
