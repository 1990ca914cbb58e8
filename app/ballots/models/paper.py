"""Paper votes: what was printed, who signed the register, what two persons keyed, and what was accepted.

A number on a ballot tells a photocopy from a ballot; it leads to no voter. A batch is what one urn held: it counts once
two persons keyed it apart, agreed on every ballot, and explained what does not add up.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.append_only import append_only
from app.ballots.models.freezing import frozen_columns, never_deleted
from app.ballots.models.roll import Voter
from app.columns import Instant, choice
from app.db import Model


class PaperKind(StrEnum):
    """What a ballot taken out of the urn is: a vote, one that says nothing, or one that cannot be counted."""

    VALID = "valid"
    BLANK = "blank"
    SPOILED = "spoiled"


@append_only
class PaperRun(Model):
    """Ballots printed together, numbered from `first_serial` to `last_serial`; `salt` makes the letters of a number."""

    __tablename__ = "paper_run"
    __table_args__ = (
        sa.UniqueConstraint("edition_id", "first_serial"),
        sa.CheckConstraint("first_serial >= 1 AND last_serial >= first_serial", name="serials"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("edition.id"), index=True)
    first_serial: Mapped[int]
    last_serial: Mapped[int]
    is_large: Mapped[bool]
    salt: Mapped[str] = mapped_column(sa.String(32))
    place: Mapped[str] = mapped_column(sa.String(120))
    printed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    printed_at: Mapped[Instant]

    @property
    def number(self) -> int:
        """The number of ballots in the run."""
        return self.last_serial - self.first_serial + 1


class PaperVoter(Model):
    """Somebody of the roll who signed the register and put a paper ballot in the urn; a day, never an hour."""

    __tablename__ = "paper_voter"
    __table_args__ = (sa.CheckConstraint("cancelled_on IS NULL OR cancel_reason <> ''", name="cancelled_with_reason"),)

    voter_id: Mapped[int] = mapped_column(sa.ForeignKey("voter.id"), primary_key=True)
    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("edition.id"), index=True)
    place: Mapped[str] = mapped_column(sa.String(120))
    noted_on: Mapped[date]
    noted_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    cancelled_on: Mapped[date | None]
    cancelled_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    cancel_reason: Mapped[str] = mapped_column(sa.String(300), default="")

    voter: Mapped[Voter] = relationship()


class PaperBatch(Model):
    """What one urn held: how many papers, how many signatures beside it, who keyed it, and why it counts."""

    __tablename__ = "paper_batch"
    __table_args__ = (
        sa.UniqueConstraint("edition_id", "place"),
        sa.CheckConstraint("in_urn >= 0 AND signatures >= 0", name="counts"),
        sa.CheckConstraint("second_keyer_id IS NULL OR second_keyer_id <> first_keyer_id", name="two_keyers"),
        sa.CheckConstraint(
            "reason_confirmed_by_id IS NULL OR (reason <> '' AND reason_confirmed_by_id <> reason_by_id)",
            name="reason_by_two",
        ),
        sa.CheckConstraint(
            "accepted_at IS NULL OR (first_done_at IS NOT NULL AND second_done_at IS NOT NULL AND keyed IS NOT NULL)",
            name="accepted_once_keyed_twice",
        ),
        sa.CheckConstraint(
            "accepted_at IS NULL OR (in_urn = signatures AND in_urn = keyed) OR reason_confirmed_by_id IS NOT NULL",
            name="accepted_once_explained",
        ),
        sa.CheckConstraint(
            "accepted_at IS NULL OR noted IS NULL OR noted = signatures OR reason_confirmed_by_id IS NOT NULL",
            name="register_explained",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("edition.id"), index=True)
    place: Mapped[str] = mapped_column(sa.String(120))
    in_urn: Mapped[int]
    signatures: Mapped[int]
    opened_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    opened_at: Mapped[Instant]
    first_keyer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    first_done_at: Mapped[Instant | None]
    second_keyer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    second_done_at: Mapped[Instant | None]
    keyed: Mapped[int | None]
    """The ballots on which both keyings agree in the end; known once both are done."""
    noted: Mapped[int | None]
    """The signatures noted on the screen for this place when the batch was accepted: each voids an online ballot."""
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    """Why the numbers differ, where they do."""
    reason_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    reason_confirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    accepted_at: Mapped[Instant | None]
    accepted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    scans: Mapped[list[PaperScan]] = relationship(back_populates="batch", order_by="PaperScan.id")

    def turn_of(self, person_id: int) -> int | None:
        """Return 1 or 2 for the two who key this batch, None for anybody else."""
        return {self.first_keyer_id: 1, self.second_keyer_id: 2}.get(person_id)

    def is_done(self, turn: int) -> bool:
        """Say whether one of the two keyings is finished."""
        return (self.first_done_at if turn == 1 else self.second_done_at) is not None

    @property
    def is_keyed_twice(self) -> bool:
        """Whether both keyings are finished."""
        return self.is_done(1) and self.is_done(2)


class PaperKeying(Model):
    """One ballot as one of the two keyed it: the other never sees it before both are done."""

    __tablename__ = "paper_keying"
    __table_args__ = (
        sa.UniqueConstraint("batch_id", "turn", "serial"),
        sa.CheckConstraint("turn IN (1, 2)", name="turn"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(sa.ForeignKey("paper_batch.id"), index=True)
    turn: Mapped[int]
    serial: Mapped[int]
    kind: Mapped[PaperKind] = mapped_column(choice(PaperKind))
    choices: Mapped[bytes] = mapped_column(sa.LargeBinary)


class PaperSettlement(Model):
    """What a ballot says that the two keyed differently: read again by one, confirmed by another."""

    __tablename__ = "paper_settlement"
    __table_args__ = (
        sa.UniqueConstraint("batch_id", "serial"),
        sa.CheckConstraint("confirmed_by_id IS NULL OR confirmed_by_id <> proposed_by_id", name="two_names"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(sa.ForeignKey("paper_batch.id"), index=True)
    serial: Mapped[int]
    is_absent: Mapped[bool] = mapped_column(default=False)
    """One of the two keyed a number that is on no ballot of the urn."""
    kind: Mapped[PaperKind] = mapped_column(choice(PaperKind))
    choices: Mapped[bytes] = mapped_column(sa.LargeBinary)
    proposed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    confirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))


@never_deleted
@frozen_columns(
    "paper_scan",
    "NEW.erased_on IS NULL",
    ("batch_id", "sha256", "name", "media_type", "size", "kept_by_id", "kept_at", "erased_on"),
)
class PaperScan(Model):
    """A scan of ballots or of the register, kept with the batch; erased for good once nobody may contest the vote.

    Nothing of it is ever changed otherwise: the database refuses it.
    """

    __tablename__ = "paper_scan"
    __table_args__ = (sa.CheckConstraint("erased_on IS NULL OR (sha256 = '' AND name = '')", name="erased_wholly"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(sa.ForeignKey("paper_batch.id"), index=True)
    sha256: Mapped[str] = mapped_column(sa.String(64))
    name: Mapped[str] = mapped_column(sa.String(160))
    media_type: Mapped[str] = mapped_column(sa.String(80))
    size: Mapped[int]
    kept_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    kept_at: Mapped[Instant]
    erased_on: Mapped[date | None]

    batch: Mapped[PaperBatch] = relationship(back_populates="scans")


@append_only
class PaperBallot(Model):
    """A paper ballot that counts: a number counts once in an edition, whatever batch it is found in."""

    __tablename__ = "paper_ballot"
    __table_args__ = (sa.UniqueConstraint("edition_id", "serial"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("edition.id"), index=True)
    batch_id: Mapped[int] = mapped_column(sa.ForeignKey("paper_batch.id"), index=True)
    serial: Mapped[int]
    kind: Mapped[PaperKind] = mapped_column(choice(PaperKind))
    choices: Mapped[bytes] = mapped_column(sa.LargeBinary)
