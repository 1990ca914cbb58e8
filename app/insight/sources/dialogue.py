"""What surrounds meetings: how people were reached, who left a contact, who does not come any more, what was told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from app import clock
from app.dialogue.models import (
    AbsenceCount,
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
    """A card seen at a meeting; `first_day` is the day it was first seen anywhere."""

    id: int
    neighbourhood_id: int
    day: date
    card: str
    turns: int
    is_newcomer: bool | None
    first_day: date


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
    other, seen = sa.orm.aliased(CardPresence), sa.orm.aliased(Meeting)
    first = (
        sa.select(sa.func.min(seen.held_on))
        .join_from(other, seen, seen.id == other.meeting_id)
        .where(other.card == CardPresence.card)
    )
    wanted = (
        sa.select(
            Meeting.id, DialogueSpace.neighbourhood_id, Meeting.held_on, CardPresence.card, CardPresence.turns,
            CardPresence.is_newcomer, first.scalar_subquery(),
        )
        .join(Meeting, Meeting.id == CardPresence.meeting_id)
        .join(DialogueSpace, DialogueSpace.id == Meeting.space_id)
        .where(Meeting.held_on.between(period.start, period.end))
    )  # fmt: skip
    yield from (CardRow(*row) for row in fetched(wanted))


def notes(period: Period) -> Iterator[NoteRow]:
    """Yield the notes of information published in a period."""
    start, end = period.instants
    wanted = sa.select(InfoItem.id, InfoItem.neighbourhood_id, InfoItem.published_at, InfoItem.title).where(
        InfoItem.published_at >= start, InfoItem.published_at < end
    )
    for number, place, at, title in fetched(wanted):
        yield NoteRow(number, place, day_of(at), title)
