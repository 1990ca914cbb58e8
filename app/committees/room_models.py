"""What happens in the room: comings and goings, who presides, who steps aside, who is heard, how each vote goes."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.append_only import append_only
from app.columns import Instant, choice
from app.db import Model
from app.funds.rulebook import VoteMode
from app.money import Money

if TYPE_CHECKING:
    from app.committees.models import Seat, Sitting


class Presence(Model):
    """A member is there; `Movement` keeps when they came and went."""

    __tablename__ = "presence"

    sitting_id: Mapped[int] = mapped_column(sa.ForeignKey("sitting.id"), primary_key=True)
    seat_id: Mapped[int] = mapped_column(sa.ForeignKey("seat.id"), primary_key=True)

    sitting: Mapped[Sitting] = relationship(back_populates="presences")
    seat: Mapped[Seat] = relationship(lazy="joined")


class Way(StrEnum):
    """Through the door, inwards or outwards."""

    ARRIVED = "arrived"
    LEFT = "left"


@append_only
class Movement(Model):
    """A member came or went, at this instant: for the minutes. Never rewritten; a mistake is the opposite movement."""

    __tablename__ = "presence_movement"

    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(sa.ForeignKey("sitting.id"), index=True)
    seat_id: Mapped[int] = mapped_column(sa.ForeignKey("seat.id"))
    way: Mapped[Way] = mapped_column(choice(Way))
    at: Mapped[Instant]
    noted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    seat: Mapped[Seat] = relationship(lazy="joined")


@append_only
class Presidency(Model):
    """The members chose who presides while the chair is away or steps aside; the latest one who can does."""

    __tablename__ = "presidency"

    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(sa.ForeignKey("sitting.id"), index=True)
    seat_id: Mapped[int] = mapped_column(sa.ForeignKey("seat.id"))
    at: Mapped[Instant]
    noted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))


class Ground(StrEnum):
    """Why a member steps aside."""

    TEAM = "team"
    HOUSEHOLD = "household"
    CLOSE = "close"
    INTEREST = "interest"


class Recusal(Model):
    """A member steps aside for one project: neither heard, nor voting, nor counted for the quorum (CRPA R133-12).

    One that was lifted stays, so that the same sign is not raised again.
    """

    __tablename__ = "recusal"

    seat_id: Mapped[int] = mapped_column(sa.ForeignKey("seat.id"), primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), primary_key=True)
    ground: Mapped[Ground] = mapped_column(choice(Ground), default=Ground.INTEREST)
    reason: Mapped[str] = mapped_column(sa.String(200))
    declared_at: Mapped[Instant]
    declared_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    lifted_at: Mapped[Instant | None]


class HearingMode(StrEnum):
    """How the bearers of a project are heard."""

    ON_SITE = "on_site"
    PHONE = "phone"
    REPRESENTED = "represented"
    WRITTEN = "written"
    ABSENT = "absent"


class Hearing(Model):
    """The bearers of a project were heard at a sitting, or did not come."""

    __tablename__ = "hearing"

    sitting_id: Mapped[int] = mapped_column(sa.ForeignKey("sitting.id"), primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), primary_key=True, index=True)
    mode: Mapped[HearingMode] = mapped_column(choice(HearingMode))
    note: Mapped[str] = mapped_column(sa.Text, default="")
    heard_at: Mapped[Instant]
    noted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))


class Motion(StrEnum):
    """What the committee votes on."""

    FUND = "fund"
    ADJOURN = "adjourn"


class Choice(StrEnum):
    """What a member answers."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


_CURRENT = "annulled_at IS NULL AND closed_at IS NULL"
_COUNTED = "votes_for + votes_against + abstentions = voting_present"


class CommitteeVote(Model):
    """One vote on one file at a sitting; one only is under way at a time, and it keeps its result once closed.

    Voting again annuls the one before, which stays. Who counts is fixed when it closes.
    """

    __tablename__ = "committee_vote"
    __table_args__ = (
        sa.CheckConstraint(f"closed_at IS NULL OR {_COUNTED}", name="closed_when_counted"),
        sa.CheckConstraint(
            "closed_at IS NULL OR (votes_for >= 0 AND votes_against >= 0 AND abstentions >= 0)",
            name="votes_not_negative",
        ),
        sa.CheckConstraint(
            "mode <> 'secret' OR (3 * secret_requests >= voters_at_opening AND secret_requests > 0)",
            name="secret_asked_by_a_third",
        ),
        sa.CheckConstraint("secret_requests <= voters_at_opening", name="requests_come_from_voters"),
        sa.Index("ix_committee_vote_file", "sitting_id", "project_id"),
        sa.Index("uq_committee_vote_open", "sitting_id", unique=True, postgresql_where=sa.text(_CURRENT),
                 sqlite_where=sa.text(_CURRENT)),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(sa.ForeignKey("sitting.id"))
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), index=True)
    motion: Mapped[Motion] = mapped_column(choice(Motion))
    mode: Mapped[VoteMode] = mapped_column(choice(VoteMode))
    secret_requests: Mapped[int] = mapped_column(default=0)
    voters_at_opening: Mapped[int]
    opened_at: Mapped[Instant]
    opened_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    closed_at: Mapped[Instant | None]
    annulled_at: Mapped[Instant | None]
    votes_for: Mapped[int | None]
    votes_against: Mapped[int | None]
    abstentions: Mapped[int | None]
    voting_present: Mapped[int | None]
    residents_present: Mapped[int | None]

    @property
    def is_open(self) -> bool:
        """Say whether members may vote now."""
        return self.closed_at is None and self.annulled_at is None

    @property
    def is_secret(self) -> bool:
        """Say whether nobody may know who voted what."""
        return self.mode is VoteMode.SECRET

    @property
    def lead(self) -> int:
        """Return the votes for, less the votes against, of a closed vote."""
        return (self.votes_for or 0) - (self.votes_against or 0)


class CommitteeVoter(Model):
    """A member on the roll of a vote: whether they have voted and, unless it is secret, what."""

    __tablename__ = "committee_voter"
    __table_args__ = (
        sa.CheckConstraint("NOT is_secret OR choice IS NULL", name="secret_is_kept"),
        sa.CheckConstraint("choice IS NULL OR has_voted", name="choice_is_a_vote"),
    )

    vote_id: Mapped[int] = mapped_column(sa.ForeignKey("committee_vote.id"), primary_key=True)
    seat_id: Mapped[int] = mapped_column(sa.ForeignKey("seat.id"), primary_key=True)
    is_secret: Mapped[bool]
    has_voted: Mapped[bool] = mapped_column(default=False)
    choice: Mapped[Choice | None] = mapped_column(choice(Choice))


class SecretCount(Model):
    """How many secret votes went each way. No ballot is a row of its own: neither its place, nor its hour, nor the
    transaction that wrote it can lead back to a member.
    """  # noqa: D205 - one thought

    __tablename__ = "committee_secret_count"
    __table_args__ = (sa.CheckConstraint("votes > 0", name="votes_positive"),)

    vote_id: Mapped[int] = mapped_column(sa.ForeignKey("committee_vote.id"), primary_key=True)
    choice: Mapped[Choice] = mapped_column(choice(Choice), primary_key=True)
    votes: Mapped[int]


class AmountProposal(Model):
    """How much a member would give to a file, in cents; 0 is an answer. The last word of each counts."""

    __tablename__ = "amount_proposal"
    __table_args__ = (sa.CheckConstraint("amount_cents >= 0", name="amount_not_negative"),)

    sitting_id: Mapped[int] = mapped_column(sa.ForeignKey("sitting.id"), primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), primary_key=True, index=True)
    seat_id: Mapped[int] = mapped_column(sa.ForeignKey("seat.id"), primary_key=True)
    amount_cents: Mapped[Money]
    said_at: Mapped[Instant]
