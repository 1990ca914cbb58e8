"""What must reach people, by the channel of each: written in the transaction of the act, delivered after it."""

from __future__ import annotations

from app.mail.forgetting import forget_codes, forget_person
from app.mail.models import Channel, Delivery, Message
from app.mail.outbox import call, write, write_secret, write_to_contact
from app.mail.weekly import note

__all__ = [
    "Channel",
    "Delivery",
    "Message",
    "call",
    "forget_codes",
    "forget_person",
    "note",
    "write",
    "write_secret",
    "write_to_contact",
]
