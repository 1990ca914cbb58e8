"""Committees, their seats, their sittings and the agenda; what happens in the room is in `room_models`."""

from __future__ import annotations

from datetime import date, time, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.append_only import append_only
from app.columns import Instant, choice
from app.committees.decision_models import Decision, Result
from app.committees.room_models import Presence, Recusal
from app.db import Model
from app.funds.models import Fund
from app.money import Money
from app.projects.models import Project
from app.steps.kinds import subject_kind
from app.steps.models import Subject

__all__ = [
    "AHEAD",
    "COMING",
    "College",
    "Committee",
    "Decision",
    "Presence",
    "Recusal",
    "Result",
    "ScheduledFile",
    "Seat",
    "SeatChange",
    "SeatEvent",
    "Sitting",
]  # fmt: skip

NOTICE_DAYS = 7
"""Days between the convocation and the sitting (DOMAIN §B.1: J-7)."""
USUAL_HOUR = time(18)


class College(StrEnum):
    """On whose behalf a member sits."""

    RESIDENT = "resident"
    ASSOCIATION = "association"
    ELECTED = "elected"
    STATE = "state"
    LANDLORD = "landlord"
    TECHNICAL = "technical"


class Committee(Model):
    """The committee that decides for a fund."""

    __tablename__ = "committee"

    id: Mapped[int] = mapped_column(primary_key=True)
    fund_id: Mapped[int] = mapped_column(sa.ForeignKey("fund.id"), unique=True)
    name: Mapped[str] = mapped_column(sa.String(120))

    fund: Mapped[Fund] = relationship(lazy="joined")
    seats: Mapped[list[Seat]] = relationship(back_populates="committee", order_by="Seat.id")


class Seat(Model):
    """A member's seat; a funder's speaks and does not vote, unless rules of the fund say so (DOMAIN §A.3, invariant 4).

    A substitute's seat names the seat it stands in for: it has no vote of its own, and takes the holder's when the
    holder is away.
    """

    __tablename__ = "seat"
    __table_args__ = (
        sa.UniqueConstraint("committee_id", "person_id", "from_on"),
        sa.CheckConstraint(
            "NOT (is_funder AND is_voting) OR funder_rules_id IS NOT NULL", name="funders_vote_only_by_rules"
        ),
        sa.CheckConstraint("substitute_for_id IS NULL OR NOT is_voting", name="substitute_has_no_own_vote"),
        sa.CheckConstraint("substitute_for_id <> id", name="substitute_for_another"),
        sa.CheckConstraint("NOT is_chair OR is_voting", name="chair_votes"),
        sa.CheckConstraint("to_on IS NULL OR from_on <= to_on", name="dates_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    committee_id: Mapped[int] = mapped_column(sa.ForeignKey("committee.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    college: Mapped[College] = mapped_column(choice(College))
    is_voting: Mapped[bool]
    is_funder: Mapped[bool] = mapped_column(default=False)
    is_chair: Mapped[bool] = mapped_column(default=False)
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    substitute_for_id: Mapped[int | None] = mapped_column(sa.ForeignKey("seat.id"), index=True)
    funder_rules_id: Mapped[int | None] = mapped_column(sa.ForeignKey("fund_rules.id"))
    """The version of the fund's rules by which this funder votes."""

    committee: Mapped[Committee] = relationship(back_populates="seats")
    person: Mapped[Person] = relationship(lazy="joined")

    def holds_on(self, day: date) -> bool:
        """Say whether the member sits on a day (both ends included)."""
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)


class SeatChange(StrEnum):
    """What happened to a seat."""

    GIVEN = "given"
    ENDED = "ended"


@append_only
class SeatEvent(Model):
    """The history of the seats: who gave or ended which seat, when, from or until which day. Never rewritten."""

    __tablename__ = "seat_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    seat_id: Mapped[int] = mapped_column(sa.ForeignKey("seat.id"), index=True)
    committee_id: Mapped[int] = mapped_column(sa.ForeignKey("committee.id"), index=True)
    change: Mapped[SeatChange] = mapped_column(choice(SeatChange))
    on_day: Mapped[date]
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    on_behalf_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    at: Mapped[Instant]

    seat: Mapped[Seat] = relationship()
    actor: Mapped[Person | None] = relationship(foreign_keys=[actor_id])


@subject_kind
class Sitting(Subject, Model):
    """A meeting of the committee, from its planning to its published minutes; one only is in session at a time.

    A second call takes up, without quorum, the files that the first sitting could not decide on. Its state moves only
    through `steps.services`; the instants below are written by the effects of those steps.
    """

    kind = "sitting"
    __tablename__ = "sitting"
    __table_args__ = (
        sa.CheckConstraint("closed_at IS NULL OR opened_at IS NOT NULL", name="opened_before_closed"),
        sa.CheckConstraint("opened_at IS NULL OR roll_called_at IS NOT NULL", name="opened_with_a_roll_call"),
        sa.CheckConstraint("NOT second_call OR first_call_id IS NOT NULL", name="second_call_has_a_first"),
        sa.CheckConstraint(
            "(state = 'open') = (opened_at IS NOT NULL AND closed_at IS NULL)", name="open_between_two_instants"
        ),
        sa.CheckConstraint(
            "(state IN ('closed', 'minutes_signed', 'published')) = (closed_at IS NOT NULL)", name="closed_at_instant"
        ),
        sa.CheckConstraint("(state = 'published') = (published_at IS NOT NULL)", name="published_at_an_instant"),
        sa.Index("uq_sitting_open", "committee_id", unique=True,
                 postgresql_where=sa.text("opened_at IS NOT NULL AND closed_at IS NULL"),
                 sqlite_where=sa.text("opened_at IS NOT NULL AND closed_at IS NULL")),
        sa.Index("ix_sitting_committee_day", "committee_id", "held_on"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    committee_id: Mapped[int] = mapped_column(sa.ForeignKey("committee.id"), index=True)
    held_on: Mapped[date]
    hour: Mapped[time] = mapped_column(default=USUAL_HOUR)
    place: Mapped[str] = mapped_column(sa.String(160))
    second_call: Mapped[bool] = mapped_column(default=False)
    first_call_id: Mapped[int | None] = mapped_column(sa.ForeignKey("sitting.id"), unique=True)
    convened_at: Mapped[Instant | None]
    roll_called_at: Mapped[Instant | None]
    opened_at: Mapped[Instant | None]
    closed_at: Mapped[Instant | None]
    published_at: Mapped[Instant | None]
    left_at_opening_cents: Mapped[Money | None]
    """What the envelope of the year held when the sitting opened, and when it closed."""
    left_at_closing_cents: Mapped[Money | None]

    committee: Mapped[Committee] = relationship()
    first_call: Mapped[Sitting | None] = relationship(remote_side="Sitting.id")
    presences: Mapped[list[Presence]] = relationship(back_populates="sitting")

    @property
    def in_session(self) -> bool:
        """Say whether the committee sits now."""
        return self.opened_at is not None and self.closed_at is None

    @property
    def is_ahead(self) -> bool:
        """Say whether the sitting is still to come: planned or convened, not opened."""
        return self.state in AHEAD

    @property
    def convene_by(self) -> date:
        """Return the last day to convene the members in time."""
        return self.held_on - timedelta(days=NOTICE_DAYS)


AHEAD = ("planned", "convened")
"""The states of a sitting that is still to come."""
COMING = (*AHEAD, "open")
"""The states of a sitting where files may still be decided."""


class ScheduledFile(Model):
    """A file on the agenda of a sitting; a late one is there because the chair accepted it, for a reason."""

    __tablename__ = "scheduled_file"
    __table_args__ = (
        sa.UniqueConstraint("sitting_id", "project_id"),
        sa.CheckConstraint("waived_by_id IS NULL OR waiver_reason <> ''", name="waiver_has_a_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(sa.ForeignKey("sitting.id"), index=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), index=True)
    position: Mapped[int]
    added_at: Mapped[Instant]
    waiver_reason: Mapped[str] = mapped_column(sa.String(300), default="")
    waived_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    sitting: Mapped[Sitting] = relationship()
    project: Mapped[Project] = relationship()
