"""The contacts people leave to hear of the next meetings: kept for that alone, written to once, erased in time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app import clock
from app.accounts.models import PreferredChannel
from app.db import lock, session, transaction
from app.dialogue import letters, policy
from app.dialogue.models import ContactNotice, LeftContact, Meeting, NoticeKind
from app.mail import Message, write_to_contact
from app.steps import services as steps
from app.steps.actor import Actor
from app.territory.models import Neighbourhood


@dataclass(frozen=True)
class Left:
    """What somebody leaves: a first name is enough, and one way to reach them, that they agreed to."""

    name: str
    preferred_channel: PreferredChannel
    phone: str | None = None
    email: str | None = None
    address: str = ""
    is_newcomer: bool = False


@transaction()
def leave_contact(place: Neighbourhood, meeting: Meeting | None, left: Left, actor: Actor) -> LeftContact:
    """Keep a contact, once whatever the clicks; left again, it is agreed to anew, for the last meeting.

    Raises NotAllowed, also for a meeting of another neighbourhood.
    """
    policy.check(policy.can_reach_out(place, actor))
    policy.check(meeting is None or meeting.neighbourhood_id == place.id)
    lock(Neighbourhood, place.id)
    again = session().scalar(_same(place, left).order_by(LeftContact.id))
    if again:
        _renew(again, meeting, left)
        return again
    contact = LeftContact(
        neighbourhood_id=place.id,
        meeting_id=meeting.id if meeting else None,
        name=left.name.strip(),
        phone=left.phone,
        email=left.email,
        address=left.address.strip(),
        preferred_channel=left.preferred_channel,
        is_newcomer=left.is_newcomer,
        consented_at=clock.now(),
        taken_by_id=actor.person_id,
    )
    session().add(contact)
    session().flush()
    return contact


@transaction()
def erase_contact(contact_id: int, actor: Actor) -> None:
    """Erase a contact because its person asks for it. Raises NotAllowed."""
    contact = lock(LeftContact, contact_id)
    if contact is None:
        return
    policy.check(policy.can_reach_out(session().get_one(Neighbourhood, contact.neighbourhood_id), actor))
    _erase(contact)


def forget_contacts(ids: Sequence[int]) -> int:
    """Erase contacts whose time is over; inside a transaction. Return how many."""
    contacts = session().scalars(sa.select(LeftContact).where(LeftContact.id.in_(ids)).with_for_update()).all()
    for contact in contacts:
        _erase(contact)
    return len(contacts)


@transaction()
def thank(meeting_id: int, noted: str, actor: Actor) -> int:
    """Thank everyone who left a contact in a meeting, with what was noted there; return how many are thanked now.

    Each is thanked once. Raises NotAllowed.
    """
    meeting = lock(Meeting, meeting_id)
    if meeting is None:
        raise policy.NotAllowed
    policy.check(policy.can_record(meeting.neighbourhood, actor))
    waiting = sa.select(LeftContact).where(LeftContact.meeting_id == meeting.id)
    count = _write(meeting, NoticeKind.THANKS, 0, waiting, noted)
    if count:
        steps.record(meeting, "thanked", actor, details={"count": count})
    return count


def remind(meeting: Meeting) -> int:
    """Write to everyone of the neighbourhood who asked to hear of meetings, once for a day; inside a transaction."""
    return _write(meeting, NoticeKind.REMINDER, meeting.held_on.toordinal(), _of_place(meeting), "")


def tell_change(meeting: Meeting, reason: str) -> int:
    """Tell those who were reminded of a meeting that it will not be held that day, and why; inside a transaction."""
    reminded = sa.select(ContactNotice.contact_id).filter_by(meeting_id=meeting.id, kind=NoticeKind.REMINDER)
    asked = _of_place(meeting).where(LeftContact.id.in_(reminded))
    return _write(meeting, NoticeKind.CHANGE, meeting.step_count, asked, reason)


def _write(meeting: Meeting, kind: NoticeKind, number: int, asked: sa.Select[LeftContact], words: str) -> int:
    told = sa.select(ContactNotice.contact_id).filter_by(meeting_id=meeting.id, kind=kind, number=number)
    waiting = session().scalars(
        asked.where(LeftContact.erased_at.is_(None), LeftContact.id.not_in(told)).order_by(LeftContact.id)
    ).all()  # fmt: skip
    for contact in waiting:
        subject, body = letters.WRITERS[kind](meeting, contact, words)
        message = write_to_contact(contact, subject, body, about=meeting)
        session().add(
            ContactNotice(
                contact_id=contact.id, meeting_id=meeting.id, kind=kind, number=number, message_id=message.id,
                at=clock.now(),
            )
        )  # fmt: skip
    session().flush()
    return len(waiting)


def _of_place(meeting: Meeting) -> sa.Select[LeftContact]:
    return sa.select(LeftContact).where(LeftContact.neighbourhood_id == meeting.neighbourhood_id)


def _renew(contact: LeftContact, meeting: Meeting | None, left: Left) -> None:
    contact.consented_at, contact.preferred_channel = clock.now(), left.preferred_channel
    contact.meeting_id = meeting.id if meeting else contact.meeting_id


def _same(place: Neighbourhood, left: Left) -> sa.Select[LeftContact]:
    return sa.select(LeftContact).filter_by(
        neighbourhood_id=place.id, name=left.name.strip(), phone=left.phone, email=left.email,
        address=left.address.strip(), erased_at=None,
    )  # fmt: skip


def _erase(contact: LeftContact) -> None:
    """Erase a contact and what was written to it: what still waits for a hand does not go any more."""
    contact.name, contact.phone, contact.email, contact.address = "", None, None, ""
    contact.erased_at = clock.now()
    notices = session().scalars(sa.select(ContactNotice).filter_by(contact_id=contact.id)).all()
    written = [notice.message_id for notice in notices if notice.message_id]
    for notice in notices:
        notice.message_id = None
    session().flush()
    session().execute(sa.delete(Message).where(Message.id.in_(written)))
