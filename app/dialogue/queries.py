"""Reading spaces of dialogue, their meetings, and what surrounds a meeting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from app import clock
from app.accounts.models import RoleAssignment, Scope
from app.db import session
from app.dialogue.models import (
    COMING,
    HELD,
    AbsenceCount,
    ContactNotice,
    DialogueSpace,
    InfoItem,
    LeftContact,
    Meeting,
    MeetingExperience,
    ModeInventory,
    NoticeKind,
    OutreachAction,
    SpaceStatus,
)
from app.dialogue.rhythm import is_silent
from app.steps.models import Step
from app.territory.models import Commune, Neighbourhood

SHOWN_IN_CALENDARS = timedelta(days=370)
"""How far back a calendar keeps the meetings that were held."""

PAGE = 20


def spaces_in(neighbourhood_id: int) -> list[DialogueSpace]:
    """Return the spaces of a neighbourhood with their meetings, most recent first; one query."""
    return list(
        session().scalars(
            sa.select(DialogueSpace)
            .where(DialogueSpace.neighbourhood_id == neighbourhood_id)
            .order_by(DialogueSpace.name, DialogueSpace.id)
            .options(joinedload(DialogueSpace.meetings))
        ).unique()
    )  # fmt: skip


def meeting_with_space(meeting_id: int) -> Meeting | None:
    """Return a meeting with its space, its neighbourhood and its agenda in one query, or None."""
    asked = sa.select(Meeting).join(Meeting.space).where(Meeting.id == meeting_id)
    rows = session().scalars(asked.options(contains_eager(Meeting.space), joinedload(Meeting.all_lines)))
    return rows.unique().one_or_none()


def history_of(meeting: Meeting) -> Sequence[Step]:
    """Return the steps of a meeting, oldest first."""
    return session().scalars(
        sa.select(Step).filter_by(subject_kind=Meeting.kind, subject_id=meeting.id).order_by(Step.number)
    ).all()  # fmt: skip


def space_with_neighbourhood(space_id: int) -> DialogueSpace | None:
    """Return a space with its neighbourhood in one query, or None."""
    return session().scalar(sa.select(DialogueSpace).where(DialogueSpace.id == space_id))


def meetings_of(space: DialogueSpace) -> Sequence[Meeting]:
    """Return the latest meetings of a space, the last one first."""
    return session().scalars(
        sa.select(Meeting).filter_by(space_id=space.id).order_by(Meeting.held_on.desc(), Meeting.id.desc()).limit(PAGE)
    ).all()  # fmt: skip


def coming_meetings(place: Neighbourhood | None = None, limit: int = 60) -> Sequence[Meeting]:
    """Return the meetings that people are invited to, in a neighbourhood or everywhere, the next one first."""
    asked = _placed(place).where(Meeting.state.in_(COMING), Meeting.held_on >= clock.today())
    return (
        session().scalars(asked.order_by(Meeting.held_on, Meeting.start_time, Meeting.id).limit(limit)).unique().all()
    )


def coming_and_planned(place: Neighbourhood) -> Sequence[Meeting]:
    """Return the meetings of a neighbourhood that are still to be held, announced or not, the next one first."""
    asked = _placed(place).where(Meeting.is_open, Meeting.state.not_in(HELD))
    return session().scalars(asked.order_by(Meeting.held_on, Meeting.id).limit(PAGE)).unique().all()


def held_meetings(place: Neighbourhood | None = None, limit: int = PAGE) -> Sequence[Meeting]:
    """Return the meetings that were held, in a neighbourhood or everywhere, the last one first."""
    asked = _placed(place).where(Meeting.state.in_(HELD))
    return session().scalars(asked.order_by(Meeting.held_on.desc(), Meeting.id.desc()).limit(limit)).unique().all()


def meetings_awaiting(given: Iterable[RoleAssignment], limit: int = PAGE) -> Sequence[Meeting]:
    """Return the meetings that await the team one belongs to by these roles, the most urgent first."""
    roles = list(given)
    if not roles:
        return []
    asked = _placed(None).where(Meeting.is_open, Meeting.due_at.is_not(None))
    if all(role.scope is not Scope.METRO for role in roles):
        here = [role.scope_id for role in roles if role.scope is Scope.NEIGHBOURHOOD]
        cities = [role.scope_id for role in roles if role.scope is Scope.COMMUNE]
        asked = asked.where(sa.or_(Neighbourhood.id.in_(here), Neighbourhood.commune_id.in_(cities)))
    return session().scalars(asked.order_by(Meeting.due_at, Meeting.id).limit(limit)).unique().all()


def calendar_meetings(place: Neighbourhood | None) -> Sequence[Meeting]:
    """Return every meeting that a calendar shows: announced, cancelled after it was announced, held within a year."""
    asked = _placed(place).where(
        Meeting.public_at.is_not(None), Meeting.held_on > clock.today() - SHOWN_IN_CALENDARS, Meeting.state != "idea"
    )
    return session().scalars(asked.order_by(Meeting.held_on, Meeting.id)).unique().all()


def inventory_of(place: Neighbourhood) -> Sequence[ModeInventory]:
    """Return the inventory of a neighbourhood, the latest line first."""
    return session().scalars(
        sa.select(ModeInventory).filter_by(neighbourhood_id=place.id).order_by(ModeInventory.id.desc())
    ).all()  # fmt: skip


@dataclass(frozen=True)
class Glance:
    """One neighbourhood at a glance; `gap_days` since people last met there, None when they never did."""

    place: Neighbourhood
    lines: int
    spaces: int
    last_held_on: date | None
    next_on: date | None
    target_days: int | None
    opened_at: datetime | None

    @property
    def gap_days(self) -> int | None:
        """How many days since the last meeting, None when there was none."""
        return (clock.today() - self.last_held_on).days if self.last_held_on else None

    @property
    def is_silent(self) -> bool:
        """Say whether the rhythm aimed at is exceeded: amber in public."""
        return bool(self.spaces) and is_silent(
            self.last_held_on, self.opened_at, self.target_days or 0, is_coming=self.next_on is not None
        )


def at_a_glance() -> list[Glance]:
    """Return the neighbourhoods, by city and name, with what exists in each; one query."""
    rows = session().execute(
        sa.select(Neighbourhood, _lines(), _spaces(), _last(), _next(), _target(), _opened())
        .join(Neighbourhood.commune)
        .options(contains_eager(Neighbourhood.commune))
        .order_by(Commune.name, Commune.id, Neighbourhood.name)
    )
    return [Glance(*row) for row in rows]


def outreach_for(meeting: Meeting) -> Sequence[OutreachAction]:
    """Return how people are reached for a meeting: what is planned, then what was done."""
    return session().scalars(
        sa.select(OutreachAction)
        .filter_by(meeting_id=meeting.id)
        .order_by(OutreachAction.done_on.is_not(None), OutreachAction.done_on, OutreachAction.id)
    ).all()  # fmt: skip


def outreach_in(place: Neighbourhood, limit: int = PAGE) -> Sequence[OutreachAction]:
    """Return what was done in a neighbourhood to reach people, the last first."""
    return session().scalars(
        sa.select(OutreachAction)
        .where(OutreachAction.neighbourhood_id == place.id, OutreachAction.done_on.is_not(None))
        .order_by(OutreachAction.done_on.desc(), OutreachAction.id.desc())
        .limit(limit)
    ).all()  # fmt: skip


def contacts_left(meeting: Meeting) -> Sequence[tuple[LeftContact, bool]]:
    """Return the contacts left in a meeting, each with whether it was thanked."""
    thanked = sa.exists().where(
        ContactNotice.contact_id == LeftContact.id,
        ContactNotice.meeting_id == meeting.id,
        ContactNotice.kind == NoticeKind.THANKS,
    )
    rows = session().execute(
        sa.select(LeftContact, thanked)
        .where(LeftContact.meeting_id == meeting.id, LeftContact.erased_at.is_(None))
        .order_by(LeftContact.id)
    )
    return [(contact, bool(is_thanked)) for contact, is_thanked in rows]


def contacts_of(place: Neighbourhood) -> Sequence[LeftContact]:
    """Return everyone who asked to hear of the meetings of a neighbourhood."""
    return session().scalars(
        sa.select(LeftContact)
        .where(LeftContact.neighbourhood_id == place.id, LeftContact.erased_at.is_(None))
        .order_by(LeftContact.name, LeftContact.id)
    ).all()  # fmt: skip


def absences_of(meeting: Meeting) -> Sequence[AbsenceCount]:
    """Return why people did not come, counted, the most frequent first."""
    return session().scalars(
        sa.select(AbsenceCount).filter_by(meeting_id=meeting.id).order_by(AbsenceCount.count.desc(), AbsenceCount.id)
    ).all()  # fmt: skip


def experience_of(meeting: Meeting) -> MeetingExperience | None:
    """Return what was made of a meeting with a resident, or None."""
    return session().scalar(sa.select(MeetingExperience).filter_by(meeting_id=meeting.id))


def notes_in(place: Neighbourhood, *, drafts: bool, limit: int = PAGE) -> Sequence[InfoItem]:
    """Return the notes of information of a neighbourhood, the latest first; those not published only if asked."""
    asked = sa.select(InfoItem).where(InfoItem.neighbourhood_id == place.id)
    if not drafts:
        asked = asked.where(InfoItem.published_at.is_not(None))
    newest = sa.func.coalesce(InfoItem.published_at, InfoItem.written_at).desc()
    return session().scalars(asked.order_by(newest, InfoItem.id.desc()).limit(limit)).unique().all()


def note_with_place(note_id: int) -> InfoItem | None:
    """Return a note of information with its neighbourhood, or None."""
    return session().scalar(sa.select(InfoItem).where(InfoItem.id == note_id))


def _placed(place: Neighbourhood | None) -> sa.Select[Meeting]:
    asked = (
        sa.select(Meeting)
        .join(Meeting.space)
        .join(DialogueSpace.neighbourhood)
        .options(contains_eager(Meeting.space).contains_eager(DialogueSpace.neighbourhood))
    )
    return asked.where(DialogueSpace.neighbourhood_id == place.id) if place else asked


def _lines() -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.count()).select_from(ModeInventory).where(ModeInventory.neighbourhood_id == Neighbourhood.id)
        .scalar_subquery()
    )  # fmt: skip


def _spaces() -> sa.ScalarSelect[int]:
    return sa.select(sa.func.count()).select_from(DialogueSpace).where(*_active()).scalar_subquery()


def _target() -> sa.ScalarSelect[int]:
    return sa.select(sa.func.min(DialogueSpace.target_gap_days)).where(*_active()).scalar_subquery()


def _opened() -> sa.ScalarSelect[datetime | None]:
    return sa.select(sa.func.min(DialogueSpace.opened_at)).where(*_active()).scalar_subquery()


def _active() -> tuple[sa.ColumnElement[bool], ...]:
    return DialogueSpace.neighbourhood_id == Neighbourhood.id, DialogueSpace.status == SpaceStatus.ACTIVE


def _last() -> sa.ScalarSelect[date]:
    return _day(sa.func.max(Meeting.held_on), Meeting.state.in_(HELD))


def _next() -> sa.ScalarSelect[date]:
    return _day(sa.func.min(Meeting.held_on), Meeting.state.in_(COMING) & (Meeting.held_on >= clock.today()))


def _day(which: sa.ColumnElement[date], condition: sa.ColumnElement[bool]) -> sa.ScalarSelect[date]:
    return (
        sa.select(which)
        .join(DialogueSpace, DialogueSpace.id == Meeting.space_id)
        .where(DialogueSpace.neighbourhood_id == Neighbourhood.id, condition)
        .scalar_subquery()
    )
