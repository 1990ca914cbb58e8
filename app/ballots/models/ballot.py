"""The ballot box: ballots under a pseudonym while the vote is open, nameless ones after, receipts, and its closing.

No row of a ballot has an hour, an address, a number in a sequence or a foreign key to a voter. On SQLite the tables
are stored in the order of their key (WITHOUT ROWID); on PostgreSQL they are written anew each night (services/
sealing.py), for rows lie there in the order in which they came.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.ballots.models.roll import Channel
from app.columns import Instant, choice
from app.db import Model

PSEUDONYM = 32


class BallotBox(Model):
    """The box of one edition: which key hides its voters, who closed it and how far the closing went.

    `log` tells each thing done at the closing, for the minutes: instants and counts, never a name beside a ballot.
    """

    __tablename__ = "ballot_box"
    __table_args__ = (
        sa.CheckConstraint("second_id IS NULL OR (first_id IS NOT NULL AND second_id <> first_id)", name="two_persons"),
        sa.CheckConstraint("emptied_at IS NULL OR second_id IS NOT NULL", name="emptied_by_two"),
        sa.CheckConstraint("destroyed_at IS NULL OR emptied_at IS NOT NULL", name="emptied_before_the_key_goes"),
    )

    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("edition.id"), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(sa.String(64))
    opened_at: Mapped[Instant]
    first_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    first_at: Mapped[Instant | None]
    second_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    second_at: Mapped[Instant | None]
    emptied_at: Mapped[Instant | None]
    """When the ballots lost their pseudonyms."""
    destroyed_at: Mapped[Instant | None]
    """When the key was destroyed."""
    log: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)


class CastBallot(Model):
    """A ballot while the vote is open, under HMAC(key, voter): the last one a voter cast, and no other."""

    __tablename__ = "cast_ballot"
    __table_args__ = ({"sqlite_with_rowid": False},)

    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("edition.id"), primary_key=True)
    pseudonym: Mapped[bytes] = mapped_column(sa.LargeBinary(PSEUDONYM), primary_key=True)
    choices: Mapped[bytes] = mapped_column(sa.LargeBinary)
    channel: Mapped[Channel] = mapped_column(choice(Channel))
    receipt: Mapped[str] = mapped_column(sa.String(24))


class DraftBallot(Model):
    """What a voter has ticked and not yet cast, under the same pseudonym; gone once cast, or at the close."""

    __tablename__ = "draft_ballot"
    __table_args__ = ({"sqlite_with_rowid": False},)

    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("edition.id"), primary_key=True)
    pseudonym: Mapped[bytes] = mapped_column(sa.LargeBinary(PSEUDONYM), primary_key=True)
    choices: Mapped[bytes] = mapped_column(sa.LargeBinary)


class FinalBallot(Model):
    """A ballot after the close: nobody's, numbered in an order drawn at random.

    `channel` is written only when every channel has enough ballots to hide one in.
    """

    __tablename__ = "final_ballot"

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("edition.id"), index=True)
    choices: Mapped[bytes] = mapped_column(sa.LargeBinary)
    channel: Mapped[Channel | None] = mapped_column(choice(Channel))


class PublicReceipt(Model):
    """A code of the public list, as it stood at the last checkpoint; beside no choice."""

    __tablename__ = "public_receipt"
    __table_args__ = ({"sqlite_with_rowid": False},)

    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("edition.id"), primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(24), primary_key=True)


class Checkpoint(Model):
    """The state of the public list on one day: how many codes, and the root that stands for them all."""

    __tablename__ = "ballot_checkpoint"

    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("edition.id"), primary_key=True)
    taken_on: Mapped[date] = mapped_column(primary_key=True)
    is_final: Mapped[bool] = mapped_column(primary_key=True, default=False)
    ballots: Mapped[int]
    root: Mapped[str] = mapped_column(sa.String(64))
