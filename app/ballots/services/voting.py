"""Opening the box, casting a ballot, keeping a draft: each voter has one ballot, the last, until the vote closes.

The row of the edition is locked to read while a ballot is cast and to write while the box is closed: a ballot is
stored wholly before the close, or refused. No ballot has an hour, an address or a place in an order beside it.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import defer, lazyload

from app import clock
from app.ballots import marking, packing, secrecy
from app.ballots.marking import Fields, Marked, Paper
from app.ballots.models import BallotBox, BallotKind, CastBallot, Channel, DraftBallot, Edition, Voter, VotingCode
from app.ballots.voting_queries import paper_of
from app.db import Model, is_sqlite, session, transaction


class VoteClosed(Exception):
    """The vote has not opened yet, or is over: nothing is cast, changed or kept."""


class NotOnRoll(Exception):
    """This person is not on the roll of this vote, or was struck off."""


class BallotInvalid(ValueError):
    """The ballot breaks a rule of the edition; its faults say which."""

    def __init__(self, marked: Marked) -> None:
        super().__init__(*marked.faults)
        self.marked, self.faults = marked, marked.faults


@dataclass(frozen=True)
class Casting:
    """Who casts a ballot, how it comes, and the code they came in with, if any: it must still be in force."""

    edition_id: int
    voter_id: int
    channel: Channel = Channel.ONLINE
    code_id: int | None = None


@dataclass(frozen=True)
class Own:
    """What the page of a ballot knows of its voter: a draft, whether a ballot is cast, the projects in their order."""

    draft: Marked
    has_cast: bool
    order: list[int]


@transaction()
def open_box(edition_id: int) -> BallotBox:
    """Draw the key of a vote and open its box; once open, it stays the same. Raises FileExistsError on a stray key."""
    session().flush()
    box = session().get(BallotBox, edition_id, with_for_update=True)
    if box is None:
        box = BallotBox(edition_id=edition_id, fingerprint=secrecy.draw_key(edition_id), opened_at=clock.now(), log=[])
        session().add(box)
        session().flush()
    return box


@transaction()
def cast(casting: Casting, marked: Marked) -> str:
    """Store the ballot of a voter in place of the one before, and return the code of its receipt.

    The number behind the receipt is drawn here and told to nobody: a voter who chose it could prove their choices, and
    sell them. Raises VoteClosed, NotOnRoll, BallotInvalid and secrecy.KeyMissing; nothing is stored then.
    """
    edition, hidden = _voting(casting)
    return _put_in(edition, hidden, casting.channel, marked)


@transaction()
def cast_form(casting: Casting, fields: Fields) -> str:
    """Store a ballot as its form was sent: read, checked and stored in one transaction; otherwise as `cast`."""
    edition, hidden = _voting(casting)
    return _put_in(edition, hidden, casting.channel, marking.read(paper_of(edition), fields))


def _put_in(edition: Edition, hidden: bytes, channel: Channel, marked: Marked) -> str:
    choices = _packed(paper_of(edition), marked)
    code = secrecy.receipt(edition.id, choices, secrets.token_bytes(secrecy.NONCE_BYTES))
    key = {"edition_id": edition.id, "pseudonym": hidden}
    put(CastBallot, key, {"choices": choices, "channel": channel, "receipt": code})
    session().execute(sa.delete(DraftBallot).filter_by(**key))
    return code


@transaction()
def keep_draft(casting: Casting, marked: Marked) -> None:
    """Keep what a voter has ticked so far, whole or not, under their pseudonym. Raises VoteClosed, NotOnRoll."""
    edition, hidden = _voting(casting)
    known = [number in paper_of(edition).projects for number in marked.choices]
    choices = [number for number, is_known in zip(marked.choices, known, strict=True) if is_known]
    marks = [mark for mark, is_known in zip(marked.marks, known, strict=False) if is_known]
    kept = packing.packed(choices, marks, ranked=edition.ballot_kind is BallotKind.RANKING)
    put(DraftBallot, {"edition_id": edition.id, "pseudonym": hidden}, {"choices": kept})


def own_ballot(edition: Edition, voter_id: int) -> Own:
    """Return the draft of a voter, whether they have cast a ballot, and their own order. Raises KeyMissing.

    A ballot that was cast is never shown again, not even to the voter: whoever holds or replaces a code would read it,
    and whoever buys or forces a vote would check it.
    """
    hidden, paper = pseudonym_of(edition.id, voter_id), paper_of(edition)
    own = {"edition_id": edition.id, "pseudonym": hidden}
    draft = sa.select(DraftBallot.choices).filter_by(**own).scalar_subquery()
    cast_before = sa.select(CastBallot.edition_id).filter_by(**own).exists()
    kept, has_cast = session().execute(sa.select(draft, cast_before)).one()
    choices, marks = packing.unpacked(kept) if kept else ((), ())
    draft_left = marking.remembered_as(paper, choices, marks)
    return Own(draft_left, bool(has_cast), secrecy.order_of(hidden, sorted(paper.projects)))


def forget_drafts(edition_id: int, voter_ids: Iterable[int]) -> None:
    """Delete, in the running transaction, the drafts of voters who are given another code. Raises KeyMissing.

    Whoever draws the code could read them with it.
    """
    box = session().get(BallotBox, edition_id)
    if box is None or box.emptied_at:
        return
    key = secrecy.key_of(edition_id, box.fingerprint)
    names = [secrecy.pseudonym(key, one) for one in voter_ids]
    mine = sa.delete(DraftBallot).where(DraftBallot.edition_id == edition_id, DraftBallot.pseudonym.in_(names))
    session().execute(mine.execution_options(synchronize_session=False))


def pseudonym_of(edition_id: int, voter_id: int) -> bytes:
    """Return the name under which a voter's ballot is kept. Raises KeyMissing."""
    box = session().get(BallotBox, edition_id)
    if box is None or box.destroyed_at:
        raise secrecy.KeyMissing(str(edition_id))
    return secrecy.pseudonym(secrecy.key_of(edition_id, box.fingerprint), voter_id)


def is_open(edition: Edition) -> bool:
    """Say whether ballots are taken at this instant: never once the box is emptied, whatever a clock says."""
    if edition.state != "vote" or edition.sealed_at or not (edition.opens_at and edition.closes_at):
        return False
    return edition.opens_at <= clock.now() < edition.closes_at


def _voting(casting: Casting) -> tuple[Edition, bytes]:
    """Lock the edition to read, check that it is open and that the voter is on its roll; return the pseudonym."""
    edition = session().get(
        Edition, casting.edition_id, with_for_update={"read": True, "of": Edition}, populate_existing=True,
        options=[lazyload(Edition.commune), defer(Edition.frozen_text)],
    )  # fmt: skip
    if edition is None or not is_open(edition):
        raise VoteClosed
    fingerprint = session().scalar(_box_for(casting))
    if fingerprint is None:
        raise NotOnRoll
    return edition, secrecy.pseudonym(secrecy.key_of(edition.id, fingerprint), casting.voter_id)


def _box_for(casting: Casting) -> sa.Select[str]:
    """Find the fingerprint of the key of a box, for a voter who is on the roll and came in with a code in force."""
    on_roll = sa.exists().where(
        Voter.id == casting.voter_id, Voter.edition_id == casting.edition_id, Voter.cancelled_on.is_(None)
    )
    asked = sa.select(BallotBox.fingerprint).where(
        BallotBox.edition_id == casting.edition_id, BallotBox.destroyed_at.is_(None), on_roll
    )
    if casting.code_id is None:
        return asked
    return asked.where(sa.exists().where(VotingCode.id == casting.code_id, VotingCode.cancelled_on.is_(None)))


def _packed(paper: Paper, marked: Marked) -> bytes:
    if marked.faults:
        raise BallotInvalid(marked)
    return packing.packed(marked.choices, marked.marks, ranked=paper.kind is BallotKind.RANKING)


def put(model: type[Model], key: Mapping[str, object], values: Mapping[str, object]) -> None:
    """Write one row in place of the one before, whatever else is being written for the same voter."""
    dialect = sqlite if is_sqlite() else postgresql
    insert = dialect.insert(model).values({**key, **values})
    session().execute(insert.on_conflict_do_update(index_elements=list(key), set_=dict(values)))
