"""What surrounds meetings: how people were reached, who left a contact, who does not come any more, what was told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

import sqlalchemy as sa

from app import clock
from app.dialogue.models import (
    AbsenceCount,
    CityPosture,
    ContactNotice,
    DialogueSpace,
    InfoItem,
    LeftContact,
    Meeting,
    NoticeKind,
    OutreachAction,
    OutreachMode,
)
from app.dialogue.models.cards import CardPresence
from app.insight.scopes import Period
from app.insight.sources.reading import day_of, fetched

COME_BACK = timedelta(days=180)
"""Time in which somebody who came once may come back (DOMAIN §C.3, I3f)."""
INVITE_BACK = timedelta(hours=48)
"""Time to thank and invite back somebody who came for the first time (DOMAIN §C.7, N2)."""


@dataclass(frozen=True)
class OutreachRow:
    """One way of reaching people, done that day; money in cents."""

    id: int
    neighbourhood_id: int
    day: date
    mode: OutreachMode
    meeting_id: int | None
    minutes: int
    cents: int
    reached: int
    contacts: int


@dataclass(frozen=True)
class ContactRow:
    """A newcomer's contact, left at a meeting: whether they were invited back within two days."""

    id: int
    neighbourhood_id: int
    day: date
    meeting_id: int
    is_invited: bool


@dataclass(frozen=True)
class AbsenceRow:
    """How many people gave a reason for not coming any more."""

    id: int
    neighbourhood_id: int
    day: date
    meeting_id: int
    reason: str
    count: int


@dataclass(frozen=True)
class CardRow:
    """A card seen at a meeting."""

    id: int
    neighbourhood_id: int
    day: date
    card: str
    turns: int
    is_newcomer: bool | None


@dataclass(frozen=True)
class ReturnRow:
    """A card first seen that day, `posture` the place of the city there; whether it came back within the delay."""

    id: int
    neighbourhood_id: int
    day: date
    posture: CityPosture
    is_back: bool


@dataclass(frozen=True)
class NoteRow:
    """A note of information, published that day."""

    id: int
    neighbourhood_id: int
    day: date
    title: str


def outreach(period: Period) -> Iterator[OutreachRow]:
    """Yield what was done in a period to reach people."""
    one = OutreachAction
    wanted = sa.select(
        one.id, one.neighbourhood_id, one.done_on, one.mode, one.meeting_id, one.minutes_spent, one.cost_cents,
        one.reached, one.contacts_left,
    ).where(one.done_on.between(period.start, period.end))  # fmt: skip
    yield from (OutreachRow(*row) for row in fetched(wanted))


def contacts(period: Period) -> Iterator[ContactRow]:
    """Yield the contacts that newcomers left at the meetings of a period."""
    thanked = sa.select(sa.func.min(ContactNotice.at)).where(
        ContactNotice.contact_id == LeftContact.id, ContactNotice.kind == NoticeKind.THANKS
    )
    wanted = (
        sa.select(
            LeftContact.id, LeftContact.neighbourhood_id, Meeting.held_on, Meeting.id, LeftContact.consented_at,
            thanked.scalar_subquery(),
        )
        .join(Meeting, Meeting.id == LeftContact.meeting_id)
        .where(Meeting.held_on.between(period.start, period.end), LeftContact.is_newcomer)
    )  # fmt: skip
    for number, place, day, meeting_id, left_at, at in fetched(wanted):
        limit = max(left_at, clock.end_of(day)) + INVITE_BACK
        yield ContactRow(number, place, day, meeting_id, at is not None and at <= limit)


def absences(period: Period) -> Iterator[AbsenceRow]:
    """Yield the reasons given at the meetings of a period."""
    wanted = (
        sa.select(
            AbsenceCount.id, DialogueSpace.neighbourhood_id, Meeting.held_on, Meeting.id, AbsenceCount.reason,
            AbsenceCount.count,
        )
        .join(Meeting, Meeting.id == AbsenceCount.meeting_id)
        .join(DialogueSpace, DialogueSpace.id == Meeting.space_id)
        .where(Meeting.held_on.between(period.start, period.end))
    )  # fmt: skip
    yield from (AbsenceRow(*row) for row in fetched(wanted))


def cards(period: Period) -> Iterator[CardRow]:
    """Yield the cards seen at the meetings of a period."""
    wanted = (
        sa.select(
            Meeting.id, DialogueSpace.neighbourhood_id, Meeting.held_on, CardPresence.card, CardPresence.turns,
            CardPresence.is_newcomer,
        )
        .join(Meeting, Meeting.id == CardPresence.meeting_id)
        .join(DialogueSpace, DialogueSpace.id == Meeting.space_id)
        .where(Meeting.held_on.between(period.start, period.end))
    )  # fmt: skip
    yield from (CardRow(*row) for row in fetched(wanted))


def returns(period: Period) -> Iterator[ReturnRow]:
    """Yield the cards whose time to come back ends in a period: first seen that long before it (DOMAIN §C.3, I3f)."""
    since, until = period.start - COME_BACK, period.end - COME_BACK
    first = (
        sa.select(CardPresence.card)
        .join(Meeting, Meeting.id == CardPresence.meeting_id)
        .group_by(CardPresence.card)
        .having(sa.func.min(Meeting.held_on).between(since, until))
    )
    wanted = (
        sa.select(
            CardPresence.card, Meeting.held_on, Meeting.id, DialogueSpace.neighbourhood_id, DialogueSpace.city_posture
        )
        .join(Meeting, Meeting.id == CardPresence.meeting_id)
        .join(DialogueSpace, DialogueSpace.id == Meeting.space_id)
        .where(CardPresence.card.in_(first), Meeting.held_on.between(since, period.end))
        .order_by(CardPresence.card, Meeting.held_on, Meeting.id)
    )
    for _card, seen in groupby(fetched(wanted), key=lambda row: row[0]):
        days = [(day, number, place, posture) for _same, day, number, place, posture in seen]
        day, number, place, posture = days[0]
        yield ReturnRow(number, place, day, posture, any(day < later[0] <= day + COME_BACK for later in days))


def notes(period: Period) -> Iterator[NoteRow]:
    """Yield the notes of information published in a period."""
    start, end = period.instants
    wanted = sa.select(InfoItem.id, InfoItem.neighbourhood_id, InfoItem.published_at, InfoItem.title).where(
        InfoItem.published_at >= start, InfoItem.published_at < end
    )
    for number, place, at, title in fetched(wanted):
        yield NoteRow(number, place, day_of(at), title)
