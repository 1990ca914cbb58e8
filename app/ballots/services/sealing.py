"""What happens to the box: the night's checkpoint while the vote is open, then its closing by two persons.

The closing goes by steps, each done once; killed in the middle, it goes on where it was when it is started again:
signed by two → ballots lose their pseudonyms (one transaction) → the key is destroyed → what is left on the disk is
wiped as well as can be. Each step is written in the box's log, which everybody may read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from random import SystemRandom
from typing import Any

import sqlalchemy as sa

from app import clock
from app.ballots import merkle, secrecy, voting_policy, wiping
from app.ballots.models import (
    BallotBox,
    CastBallot,
    Channel,
    Checkpoint,
    DraftBallot,
    Edition,
    FinalBallot,
    PublicReceipt,
    Voter,
)
from app.db import after_commit, lock, session, transaction
from app.steps.actor import Actor

FEWEST_TO_HIDE_IN = 10
"""Ballots of one channel below which the channel of no ballot is kept (VOTING §5.5: k ≥ 5–10)."""

PaperRegister = Callable[[Edition], Iterable[int]]
_registers: list[PaperRegister] = []


class TooEarly(Exception):
    """The vote is still open, or never was."""


class NeedsAnother(Exception):
    """The two persons who close a vote are not the same one."""


class NeedsKeeper(Exception):
    """Two persons who only receive voters do not close a vote: one of the two keeps the roll."""


class NeedsTwo(Exception):
    """The closing waits for the signature of two persons."""


def paper_register(register: PaperRegister) -> PaperRegister:
    """Register a function that gives the voters who voted on paper: their ballot in the box is voided, unread."""
    if register not in _registers:
        _registers.append(register)
    return register


@transaction()
def checkpoint(edition_id: int) -> Checkpoint | None:
    """Take the day's checkpoint once: note who has voted, publish the sorted receipts and the root of their tree.

    Ballots and drafts are mixed first (see wiping.mix).
    """
    edition, box = lock(Edition, edition_id), lock(BallotBox, edition_id)
    if edition is None or box is None or box.emptied_at:
        return None
    if session().get(Checkpoint, (edition_id, clock.today(), False)):
        return None
    ballots = _ballots(edition_id)
    _note_turnout(box, {pseudonym: channel for pseudonym, _choices, channel, _code in ballots})
    wiping.mix(edition_id)
    return _publish(edition_id, [code for *_rest, code in ballots], final=False)


@transaction()
def mix(edition_id: int) -> None:
    """Leave no order of arrival among the ballots and drafts of an open vote; several times a day."""
    edition, box = lock(Edition, edition_id), lock(BallotBox, edition_id)
    if edition is not None and box is not None and not box.emptied_at:
        wiping.mix(edition_id)
        after_commit(wiping.empty_journal)


@transaction()
def sign_closing(edition_id: int, actor: Actor) -> bool:
    """Sign the closing of a vote; return True once two persons have.

    Raises NotAllowed, TooEarly, NeedsAnother, and NeedsKeeper when neither of the two keeps the roll.
    """
    edition, box = lock(Edition, edition_id), lock(BallotBox, edition_id)
    voting_policy.check(edition is not None and voting_policy.can_witness(edition, actor))
    _check_over(edition, box)
    assert edition is not None
    assert box is not None
    if box.second_id:
        return True
    if box.first_id == actor.person_id:
        raise NeedsAnother
    if box.first_id is None:
        box.first_id, box.first_at = actor.person_id, clock.now()
        _log(box, "signed")
        return False
    if not any(voting_policy.can_keep_roll(edition, one) for one in (Actor(box.first_id), actor)):
        raise NeedsKeeper
    box.second_id, box.second_at = actor.person_id, clock.now()
    _log(box, "signed")
    return True


@transaction()
def empty_box(edition_id: int) -> None:
    """Void what must be, write the ballots without their pseudonyms in an order drawn at random, publish the receipts.

    All of it, or nothing.
    """
    edition, box = lock(Edition, edition_id), lock(BallotBox, edition_id)
    _check_over(edition, box)
    assert edition is not None
    assert box is not None
    if box.second_id is None:
        raise NeedsTwo
    if box.emptied_at:
        return
    wiping.erase_what_is_deleted()
    kept = _sorted_out(edition, box)
    _write_final(edition.id, kept)
    final = _publish(edition.id, [code for *_rest, code in kept], final=True)
    _log(box, "drafts", count=_delete(DraftBallot, edition.id))
    _delete(CastBallot, edition.id)
    box.emptied_at = edition.sealed_at = clock.now()
    _log(box, "emptied", count=len(kept), root=final.root)


@transaction()
def discard(edition_id: int) -> bool:
    """Delete unread every ballot, draft and receipt of a vote that is cancelled; return whether there was a box."""
    box = lock(BallotBox, edition_id)
    if box is None or box.emptied_at:
        return False
    wiping.erase_what_is_deleted()
    _delete(DraftBallot, edition_id)
    _delete(PublicReceipt, edition_id)
    _log(box, "discarded", count=_delete(CastBallot, edition_id))
    return True


def destroy_discarded(edition_id: int) -> None:
    """Destroy the key of a cancelled vote."""
    secrecy.destroy_key(edition_id)


def destroy_key(edition_id: int) -> None:
    """Destroy the key of an emptied box, then note it."""
    box = session().get(BallotBox, edition_id, populate_existing=True)
    done = box is None or box.emptied_at is None or box.destroyed_at is not None
    session().rollback()
    if not done:
        note_destroyed(edition_id, secrecy.destroy_key(edition_id))


def wipe(edition_id: int) -> None:
    """Wipe what the deleted ballots left on the disk, as well as can be, and note how it went, once."""
    box = session().get(BallotBox, edition_id, populate_existing=True)
    ready = box is not None and box.destroyed_at is not None and not any(line["what"] == "wiped" for line in box.log)
    session().rollback()
    if ready:
        _note_wiped(edition_id, is_done=wiping.wipe())


Row = tuple[bytes, bytes, Channel, str]
"""A ballot in the box: pseudonym, choices, channel, receipt."""


def _sorted_out(edition: Edition, box: BallotBox) -> list[Row]:
    """Note who voted, set aside the ballots that must not count, and return the others."""
    key = secrecy.key_of(edition.id, box.fingerprint)
    ballots = _ballots(edition.id)
    _note_turnout(box, {pseudonym: channel for pseudonym, _choices, channel, _code in ballots})
    on_paper = {number for register in _registers for number in register(edition)}
    rows = session().execute(sa.select(Voter.id, Voter.cancelled_on).filter_by(edition_id=edition.id)).all()
    state = {secrecy.pseudonym(key, row.id): _state(row, on_paper) for row in rows}
    found = Counter(state.get(pseudonym, "unknown") for pseudonym, *_rest in ballots)
    for why in ("paper", "struck", "unknown"):
        _log(box, why, count=found[why])
    voted = sa.select(sa.func.count()).select_from(Voter).where(Voter.edition_id == edition.id)
    noted = session().scalar(voted.where(Voter.voted_on.is_not(None))) or 0
    _log(box, "compared", count=len(ballots), voted=noted)
    _note_paper(on_paper)
    return [row for row in ballots if state.get(row[0]) == "counts"]


def _state(row: Any, on_paper: set[int]) -> str:
    if row.cancelled_on:
        return "struck"
    return "paper" if row.id in on_paper else "counts"


def _note_turnout(box: BallotBox, cast: Mapping[bytes, Channel]) -> None:
    """Note who of the roll has a ballot in the box: all at once, in the order of the roll, by the day alone."""
    key, today = secrecy.key_of(box.edition_id, box.fingerprint), clock.today()
    waiting = sa.select(Voter.id).filter_by(edition_id=box.edition_id, voted_on=None).order_by(Voter.id)
    hidden = {number: secrecy.pseudonym(key, number) for number in session().scalars(waiting)}
    came = [
        {"id": number, "voted_on": today, "voted_channel": cast[pseudonym]}
        for number, pseudonym in hidden.items()
        if pseudonym in cast
    ]
    if came:
        session().execute(sa.update(Voter), came)


def _note_paper(on_paper: set[int]) -> None:
    changes = [{"id": one, "voted_on": clock.today(), "voted_channel": Channel.PAPER} for one in sorted(on_paper)]
    if changes:
        session().execute(sa.update(Voter), changes)


def _ballots(edition_id: int) -> list[Row]:
    columns = (CastBallot.pseudonym, CastBallot.choices, CastBallot.channel, CastBallot.receipt)
    asked = sa.select(*columns).filter_by(edition_id=edition_id).order_by(CastBallot.pseudonym)
    return [(row[0], row[1], row[2], row[3]) for row in session().execute(asked)]


def _write_final(edition_id: int, kept: Sequence[Row]) -> None:
    channels = Counter(channel for _pseudonym, _choices, channel, _code in kept)
    told = bool(channels) and min(channels.values()) >= FEWEST_TO_HIDE_IN
    rows = [
        {"edition_id": edition_id, "choices": choices, "channel": channel if told else None}
        for _pseudonym, choices, channel, _code in kept
    ]
    SystemRandom().shuffle(rows)
    if rows:
        session().execute(sa.insert(FinalBallot), rows)


def _publish(edition_id: int, codes: list[str], *, final: bool) -> Checkpoint:
    _delete(PublicReceipt, edition_id)
    if codes:
        session().execute(
            sa.insert(PublicReceipt), [{"edition_id": edition_id, "code": code} for code in sorted(codes)]
        )
    made = Checkpoint(
        edition_id=edition_id, taken_on=clock.today(), is_final=final, ballots=len(codes), root=merkle.root(codes)
    )
    session().add(made)
    return made


def _delete(model: type[CastBallot | DraftBallot | PublicReceipt], edition_id: int) -> int:
    gone = session().execute(sa.delete(model).filter_by(edition_id=edition_id))
    return gone.rowcount  # type: ignore[attr-defined, no-any-return]


@transaction()
def note_destroyed(edition_id: int, parts: int) -> None:
    """Write in the log that the key is destroyed, in so many parts."""
    box = lock(BallotBox, edition_id)
    if box is not None and box.destroyed_at is None:
        box.destroyed_at = clock.now()
        _log(box, "destroyed", count=parts)


@transaction()
def _note_wiped(edition_id: int, *, is_done: bool) -> None:
    box = lock(BallotBox, edition_id)
    if box is not None:
        _log(box, "wiped", done=is_done)


def is_over(edition: Edition) -> bool:
    """Say whether the time to vote has passed: from then on two persons may close the box."""
    return edition.closes_at is not None and clock.now() >= edition.closes_at


def _check_over(edition: Edition | None, box: BallotBox | None) -> None:
    if edition is None or box is None or not is_over(edition):
        raise TooEarly


def _log(box: BallotBox, what: str, **told: object) -> None:
    box.log = [*box.log, {"at": clock.now().isoformat(), "what": what, **told}]
