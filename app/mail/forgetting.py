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
    """Drop the news kept for a person, and empty their messages; one that waited will not leave.

    The rows stay: a notice or an answer told back may name them. Call it inside a transaction.
    """
    session().execute(sa.delete(News).where(News.person_id == person_id))
    session().execute(_emptied(Message.person_id == person_id))


def forget_codes(recipients: Sequence[str]) -> None:
    """Delete the codes that were sent to some addresses."""
    session().execute(sa.delete(Message).where(Message.is_secret, Message.recipient.in_(recipients)))


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
    held = sa.or_(Message.body != "", Message.recipient != "")
    old = sa.select(Message.id).where(held, Message.written_at < limit)
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
        .values(
            **NOTHING,
            addressee=nameless,
            delivery=sa.case((Message.delivery == Delivery.WAITING, Delivery.FAILED), else_=Message.delivery),
        )
        .execution_options(synchronize_session=False)
    )
