"""Reading the roll: who is on it, who is like whom, which sheets wait to be let out, what was done to its lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.ballots import likeness
from app.ballots.models import RollNote, RollNoteKind, Voter, VoterSource, VotingCode
from app.db import session
from app.plain import plain

BEGINNING = 3
"""Letters by which the words of a name are looked up before they are compared: a slip is rarely in the first ones."""
MOST_ALIKE = 10
LONGEST_NUMBER = 9


@dataclass(frozen=True)
class Alike:
    """A voter whose name is like one that was typed; the address too, or not."""

    voter: Voter
    same_home: bool


def voters_like(edition_id: int, name: str, about: str, but: int = 0) -> list[Alike]:
    """Return the voters still on the roll whose name is like this one, those of one address first; less `but`."""
    words = [word[:BEGINNING] for word in plain(name).split() if len(word) > 1]
    asked = sa.select(Voter).where(
        Voter.edition_id == edition_id, Voter.cancelled_on.is_(None), Voter.id != but,
        sa.or_(sa.false(), *(Voter.plain_name.contains(f" {word}") for word in words)),
    )  # fmt: skip
    found = [
        Alike(one, likeness.same_home(one.about, about))
        for one in session().scalars(asked.order_by(Voter.plain_name, Voter.id))
        if likeness.are_alike(one.name, name)
    ]
    return sorted(found, key=lambda one: not one.same_home)[:MOST_ALIKE]


def voters_named(edition_id: int, text: str, limit: int = 20) -> list[Voter]:
    """Return the voters whose name has the words of a text, or whose sheet has this number, with codes and notes."""
    words = [Voter.plain_name.contains(word, autoescape=True) for word in plain(text).split()]
    by_name = sa.and_(*words) if words else sa.false()
    has_number = text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER
    found = sa.or_(by_name, Voter.codes.any(VotingCode.serial == int(text)) if has_number else sa.false())
    asked = sa.select(Voter).where(Voter.edition_id == edition_id, found)
    asked = asked.options(selectinload(Voter.codes), selectinload(Voter.notes))
    return list(session().scalars(asked.order_by(Voter.name, Voter.id).limit(limit)))


def roll_of(edition_id: int) -> list[Voter]:
    """Return the whole roll with names, for the register to sign: by name."""
    asked = sa.select(Voter).filter_by(edition_id=edition_id, cancelled_on=None).options(selectinload(Voter.codes))
    return list(session().scalars(asked.order_by(Voter.name, Voter.id)))


@dataclass(frozen=True)
class Packet:
    """Sheets printed on one day by one person, that open nothing yet."""

    first: int
    last: int
    number: int
    printed_by_id: int | None


def packets_waiting(edition_id: int) -> Sequence[Packet]:
    """Return the sheets that wait to be let out, by day and by who printed them."""
    serial = VotingCode.serial
    asked = sa.select(sa.func.min(serial), sa.func.max(serial), sa.func.count(), VotingCode.printed_by_id)
    waiting = (VotingCode.edition_id == edition_id, VotingCode.awaits_release, VotingCode.cancelled_on.is_(None))
    grouped = (
        asked.where(*waiting).group_by(VotingCode.printed_on, VotingCode.printed_by_id).order_by(sa.func.min(serial))
    )
    return [Packet(*row) for row in session().execute(grouped)]


def sheets_between(edition_id: int, first: int, last: int) -> Sequence[VotingCode]:
    """Return the nameless sheets of these numbers whose codes are not cancelled, in order, with their voters."""
    asked = sa.select(VotingCode).filter_by(edition_id=edition_id, cancelled_on=None).join(VotingCode.voter)
    nameless = asked.where(Voter.source == VoterSource.CODE, Voter.cancelled_on.is_(None))
    within = nameless.where(VotingCode.serial.between(first, last)).options(joinedload(VotingCode.voter))
    return session().scalars(within.order_by(VotingCode.serial)).all()


def to_look_at_again(edition_id: int, limit: int = 20) -> Sequence[RollNote]:
    """Return the people told apart from somebody like them at whom nobody else has looked yet, the oldest first."""
    asked = sa.select(RollNote).filter_by(edition_id=edition_id, kind=RollNoteKind.TOLD_APART, seen_by_id=None)
    whole = asked.options(joinedload(RollNote.voter), joinedload(RollNote.other))
    return session().scalars(whole.order_by(RollNote.id).limit(limit)).all()
