"""Delivering what waits in the outbox: each message at least once, tried again later when a server is away."""

from __future__ import annotations

import logging
import smtplib
from datetime import timedelta

import sqlalchemy as sa

from app import clock
from app.db import lock, session, transaction
from app.mail import gateways
from app.mail.models import Delivery, Message
from app.mail.outbox import AUTOMATIC, departed

log = logging.getLogger(__name__)

ATTEMPTS = 6
LEASE = timedelta(minutes=5)
"""How long one sender may take before another may try."""

SECRET_LIFE = timedelta(minutes=10)
"""A code that leaves later than this would be worth nothing."""


def deliver_waiting(limit: int = 200) -> int:
    """Deliver the messages whose time has come, oldest first; return how many left."""
    due = session().scalars(_due().order_by(Message.id).limit(limit)).all()
    session().rollback()
    return sum(deliver(message_id) for message_id in due)


def deliver(message_id: int) -> bool:
    """Send one message if it still waits and nobody else is sending it; say whether it left.

    A server that is away means another try, later and later; a refused address means none.
    """
    parcel = _claim(message_id)
    if parcel is None:
        return False
    try:
        gateways.send(parcel)
    except gateways.Refused as refusal:
        _give_up(message_id, refusal.code)
    except (OSError, smtplib.SMTPException) as error:
        log.warning("message %s did not leave: %s", message_id, error)
        _wait(message_id, "server_away")
    else:
        _tick_off(message_id)
        return True
    return False


@transaction()
def _claim(message_id: int) -> gateways.Parcel | None:
    """Take the message for oneself: of two senders at once, one alone changes the row."""
    lease = {"attempts": Message.attempts + 1, "try_at": clock.now() + LEASE}
    taken = session().execute(
        sa.update(Message).where(Message.id.in_(_due().where(Message.id == message_id))).values(lease)
    )
    message = lock(Message, message_id) if taken.rowcount else None  # type: ignore[attr-defined]
    if message is None:
        return None
    if message.is_secret and clock.now() - message.written_at > SECRET_LIFE:
        _fail(message, "too_late")
        return None
    return gateways.Parcel(message.id, message.channel, message.recipient, message.subject, message.body)


@transaction()
def _tick_off(message_id: int) -> None:
    message = lock(Message, message_id)
    if message is not None:
        message.delivery, message.delivered_at, message.error = Delivery.SENT, clock.now(), ""
        _erase_secret(message)
        session().flush()
        departed(message)


@transaction()
def _wait(message_id: int, code: str) -> None:
    message = lock(Message, message_id)
    if message is None:
        return
    message.error = code
    message.try_at = clock.now() + timedelta(minutes=2 ** (message.attempts - 1))
    if message.attempts >= ATTEMPTS:
        _fail(message, code)


@transaction()
def _give_up(message_id: int, code: str) -> None:
    message = lock(Message, message_id)
    if message is not None:
        _fail(message, code)


def _fail(message: Message, code: str) -> None:
    message.delivery, message.error = Delivery.FAILED, code
    _erase_secret(message)


def _erase_secret(message: Message) -> None:
    if message.is_secret:
        message.body = message.recipient = ""


def _due() -> sa.Select[int]:
    return sa.select(Message.id).where(
        Message.delivery == Delivery.WAITING, Message.channel.in_(AUTOMATIC), Message.try_at <= clock.now()
    )
