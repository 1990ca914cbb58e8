"""Ticking off what was done by hand."""

from __future__ import annotations

from collections.abc import Iterable

from app import clock
from app.accounts.queries import person_with_roles
from app.db import lock, session, transaction
from app.desk.letters import can_carry
from app.mail.models import Delivery, Message
from app.mail.outbox import departed
from app.steps.actor import Actor


class NotYours(Exception):
    """This message is not there, or concerns a place this person does not answer for."""


@transaction()
def tick_off_all(message_ids: Iterable[int], actor: Actor) -> None:
    """Tick several messages off together, or none of them. Raises NotYours."""
    for message_id in sorted(message_ids):
        tick_off(message_id, actor)


@transaction()
def tick_off(message_id: int, actor: Actor) -> None:
    """Write down that a letter was posted, a call made or a failure mended, and by whom. Raises NotYours."""
    message = lock(Message, message_id)
    person = person_with_roles(actor.person_id) if actor.person_id else None
    if message is None or person is None or not can_carry(person, message):
        raise NotYours
    if message.delivery is Delivery.SENT:
        return
    message.delivery, message.delivered_at = Delivery.SENT, clock.now()
    message.delivered_by_id = actor.person_id
    session().flush()
    departed(message)
