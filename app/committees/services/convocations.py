"""Calling the members: who is told of a sitting, by which channel, and reminding them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, timedelta

import sqlalchemy as sa

from app import clock, mail
from app.committees import convoking, queries
from app.committees.deliberation import CommitteeRefused, Problem
from app.committees.models import Seat, Sitting
from app.committees.papers import Convocation, Purpose
from app.committees.services.room import check_secretary, locked
from app.db import session, transaction
from app.i18n import force_locale
from app.i18n import gettext as _
from app.mail.models import Delivery, Message
from app.steps.actor import Actor

BETWEEN_REMINDERS = timedelta(hours=20)


@transaction()
def call_members(sitting: Sitting) -> int:
    """Write the convocation to everyone who sits that day, each by their channel; return how many were told."""
    return _tell(sitting, Purpose.CONVOCATION, lambda: convoking.summons(sitting))


@transaction()
def remind(sitting: Sitting, actor: Actor) -> int:
    """Remind the members of a convened sitting, at most once a day; return how many were told.

    Raises CommitteeRefused on no right, before the convocation, after the opening, or a second time the same day.
    """
    fresh = locked(sitting)
    check_secretary(fresh.committee, actor)
    if fresh.state != "convened":
        raise CommitteeRefused(Problem("", _("On rappelle une séance convoquée, avant son ouverture.")))
    last = session().scalar(
        sa.select(sa.func.max(Convocation.written_at)).where(
            Convocation.sitting_id == fresh.id, Convocation.purpose == Purpose.REMINDER
        )
    )
    if last and clock.now() - last < BETWEEN_REMINDERS:
        raise CommitteeRefused(Problem("", _("Un rappel est déjà parti aujourd'hui.")))
    return _tell(fresh, Purpose.REMINDER, lambda: convoking.summons(fresh, again=True))


@transaction()
def tell_change(sitting: Sitting, former: date, reason: str) -> int:
    """Tell the members who were convened that the day has changed; they will be convened again."""
    return _tell(sitting, Purpose.CHANGE, lambda: convoking.changed(sitting, former, reason))


@transaction()
def tell_cancelled(sitting: Sitting, reason: str) -> int:
    """Tell the members who were convened that the sitting will not be held."""
    return _tell(sitting, Purpose.CANCELLATION, lambda: convoking.cancelled(sitting, reason))


@transaction()
def tick_off(sitting: Sitting, message_ids: Collection[int], actor: Actor) -> None:
    """Write down that convocations were posted, or told by telephone. Raises CommitteeRefused on no right."""
    check_secretary(sitting.committee, actor)
    if not set(message_ids) <= {row.message_id for row in convoking.convocations_of(sitting.id)}:
        raise CommitteeRefused(Problem("", _("Ce message ne concerne pas cette séance.")))
    asked = sa.select(Message).where(Message.id.in_(message_ids), Message.delivery != Delivery.SENT)
    for message in session().scalars(asked.with_for_update()):
        message.delivery, message.delivered_at = Delivery.SENT, clock.now()
        message.delivered_by_id = actor.person_id
    session().flush()


def _tell(sitting: Sitting, purpose: Purpose, said: Callable[[], tuple[str, str]]) -> int:
    seats = queries.seats_on(sitting.committee_id, sitting.held_on)
    for seat in seats:
        _write(sitting, seat, purpose, said)
    session().flush()
    return len(seats)


def _write(sitting: Sitting, seat: Seat, purpose: Purpose, said: Callable[[], tuple[str, str]]) -> None:
    with force_locale(seat.person.locale):
        subject, body = said()
        greeting = _("Bonjour %(name)s,", name=seat.person.name)
    message = mail.write(seat.person, subject, f"{greeting}\n\n{body}", about=sitting)
    session().add(
        Convocation(
            sitting_id=sitting.id,
            seat_id=seat.id,
            message_id=message.id,
            purpose=purpose,
            written_at=clock.now(),
        )
    )
