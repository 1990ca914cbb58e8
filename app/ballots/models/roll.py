"""Who may vote: the roll of an edition, the codes handed out, the kiosks opened. Days only, never an hour.

Nothing here says what anybody voted, nor when: that somebody took part is noted at night, for the whole roll at once
and in the order of the roll (see services/sealing.py), so that it stands beside no ballot.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from app.columns import Instant, choice
from app.db import Model
from app.plain import plain

if TYPE_CHECKING:
    from app.territory.models import Neighbourhood


LONGEST_PLAIN = 260


class VoterSource(StrEnum):
    """How somebody came to the roll: a list brought in, a sheet with a code, or staff who saw them."""

    LIST = "list"
    CODE = "code"
    VOUCHED = "vouched"


class RollNoteKind(StrEnum):
    """What was done to somebody's line of the roll: taken off, put back, or told apart from somebody like them."""

    STRUCK = "struck"
    PUT_BACK = "put_back"
    TOLD_APART = "told_apart"


class Channel(StrEnum):
    """How a ballot was cast."""

    ONLINE = "online"
    KIOSK = "kiosk"
    PAPER = "paper"


class Voter(Model):
    """One person who may vote in one edition, once.

    `identity` finds the same person twice without keeping what was compared. A sheet with a code names nobody. The
    names and signs of the roll are erased some weeks after the close.
    """

    __tablename__ = "voter"
    __table_args__ = (
        sa.UniqueConstraint("edition_id", "contact"),
        sa.UniqueConstraint("edition_id", "identity"),
        sa.CheckConstraint("source <> 'vouched' OR vouched_by_id IS NOT NULL", name="vouched_by_somebody"),
        sa.CheckConstraint("cancelled_on IS NULL OR cancel_reason <> ''", name="cancelled_with_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("edition.id"), index=True)
    source: Mapped[VoterSource] = mapped_column(choice(VoterSource))
    name: Mapped[str] = mapped_column(sa.String(120), default="")
    plain_name: Mapped[str] = mapped_column(sa.String(LONGEST_PLAIN), default="")
    """The name without accents or capitals, after a space: what a search and the look for people alike compare."""
    about: Mapped[str] = mapped_column(sa.String(120), default="")
    """What tells two people of one name apart: an address, a building."""
    identity: Mapped[str | None] = mapped_column(sa.String(64))
    contact: Mapped[str | None] = mapped_column(sa.String(64))
    """The digest of an e-mail address or a number: whoever signs in with it is this voter. No account is named."""
    neighbourhood_id: Mapped[int | None] = mapped_column(sa.ForeignKey("neighbourhood.id"), index=True)
    vouched_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    registered_on: Mapped[date]
    cancelled_on: Mapped[date | None]
    cancelled_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    cancel_reason: Mapped[str] = mapped_column(sa.String(300), default="")
    voted_on: Mapped[date | None]
    """The day of the night in which the vote was noted."""
    voted_channel: Mapped[Channel | None] = mapped_column(choice(Channel))
    erased_on: Mapped[date | None]

    neighbourhood: Mapped[Neighbourhood | None] = relationship()
    codes: Mapped[list[VotingCode]] = relationship(back_populates="voter", order_by="VotingCode.id")
    notes: Mapped[list[RollNote]] = relationship(
        back_populates="voter", order_by="RollNote.id", foreign_keys="RollNote.voter_id"
    )

    @validates("name")
    def _look_up_as(self, _field: str, name: str) -> str:
        self.plain_name = f" {plain(name)}"[:LONGEST_PLAIN]
        return name


class VotingCode(Model):
    """A code that lets one voter in; only its digest is kept. A lost one is cancelled, never found again."""

    __tablename__ = "voting_code"
    __table_args__ = (
        sa.UniqueConstraint("edition_id", "digest"),
        sa.UniqueConstraint("edition_id", "serial"),
        sa.Index("uq_voting_code_in_force", "voter_id", unique=True,
                 postgresql_where=sa.text("cancelled_on IS NULL"), sqlite_where=sa.text("cancelled_on IS NULL")),
        sa.CheckConstraint("cancelled_on IS NULL OR cancel_reason <> ''", name="cancelled_with_reason"),
        sa.CheckConstraint("released_by_id <> printed_by_id", name="released_by_another"),
        sa.CheckConstraint("NOT awaits_release OR released_on IS NULL", name="released_or_waiting"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("edition.id"), index=True)
    voter_id: Mapped[int] = mapped_column(sa.ForeignKey("voter.id"), index=True)
    serial: Mapped[int]
    """The number printed on the sheet: it says which code to cancel, and opens nothing."""
    digest: Mapped[str] = mapped_column(sa.String(64))
    printed_on: Mapped[date]
    printed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    awaits_release: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    """Printed ahead, it opens nothing until somebody other than who printed it lets it out."""
    released_on: Mapped[date | None]
    released_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    cancelled_on: Mapped[date | None]
    cancelled_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    cancel_reason: Mapped[str] = mapped_column(sa.String(300), default="")

    voter: Mapped[Voter] = relationship(back_populates="codes")


class RollNote(Model):
    """What was done to a line of the roll, by whom, why: somebody taken off or put back, or told apart from another.

    A day, never an hour. `seen_by_id` is the second look of somebody else at two people who are alike.
    """

    __tablename__ = "roll_note"
    __table_args__ = (
        sa.CheckConstraint("seen_by_id <> by_id", name="seen_by_another"),
        sa.CheckConstraint("kind <> 'told_apart' OR other_id IS NOT NULL", name="told_apart_from_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("edition.id"), index=True)
    voter_id: Mapped[int] = mapped_column(sa.ForeignKey("voter.id"), index=True)
    kind: Mapped[RollNoteKind] = mapped_column(choice(RollNoteKind))
    other_id: Mapped[int | None] = mapped_column(sa.ForeignKey("voter.id"), index=True)
    reason: Mapped[str] = mapped_column(sa.String(300))
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    noted_on: Mapped[date]
    seen_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    seen_on: Mapped[date | None]

    voter: Mapped[Voter] = relationship(foreign_keys=[voter_id], back_populates="notes")
    other: Mapped[Voter | None] = relationship(foreign_keys=[other_id])


class Kiosk(Model):
    """A tablet or a computer on which people vote at a place, opened by somebody of the staff."""

    __tablename__ = "kiosk"

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("edition.id"), index=True)
    place: Mapped[str] = mapped_column(sa.String(120))
    opened_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    opened_at: Mapped[Instant]
    closes_at: Mapped[Instant]
    closed_at: Mapped[Instant | None]
