"""Forgetting what was written to people: when they are erased, and once it is old."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from app import retention
from app.db import session
from app.i18n import lazy_gettext as _
from app.mail.models import Delivery, Message, News

NOTHING = {"recipient": "", "subject": "", "body": "", "error": ""}
NAMELESS = "-"
"""What stands in the place of the name of somebody who left a contact: a message always went to somebody."""


def forget_person(person_id: int) -> None:
    """Drop what waits for a person, and empty what they were sent; call it inside a transaction."""
    session().execute(sa.delete(News).where(News.person_id == person_id))
    session().execute(sa.delete(Message).where(Message.person_id == person_id, Message.delivery == Delivery.WAITING))
    session().execute(_emptied(Message.person_id == person_id))


def register() -> None:
    """Say how long messages are kept."""
    retention.keep(
        retention.Rule(
            code="messages",
            label=_("Le texte des messages envoyés"),
            since=_("après l'envoi"),
            days=365,
            expired=_old,
            forget=_forget,
        )
    )


def _old(limit: datetime) -> Sequence[int]:
    old = sa.select(Message.id).where(
        Message.delivery != Delivery.WAITING, Message.body != "", Message.written_at < limit
    )
    return session().scalars(old.order_by(Message.id)).all()


def _forget(ids: Sequence[int]) -> int:
    session().execute(sa.update(News).where(News.message_id.in_(ids)).values(heading="", sentence=""))
    session().execute(_emptied(Message.id.in_(ids)))
    return len(ids)


def _emptied(these: sa.ColumnElement[bool]) -> sa.Update:
    nameless = sa.case((Message.addressee != "", NAMELESS), else_="")
    return (
        sa.update(Message)
        .where(these)
        .values(**NOTHING, addressee=nameless)
        .execution_options(synchronize_session=False)
    )
