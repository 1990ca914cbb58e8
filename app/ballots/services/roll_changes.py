"""What is mended on the roll: somebody put back, sheets let out by a second person, sheets left over, a second look."""

from __future__ import annotations

import sqlalchemy as sa

from app import clock
from app.ballots import roll_queries
from app.ballots.models import RollNote, RollNoteKind, Voter, VotingCode
from app.ballots.services.roll import LooksLike, Sure, kept_by, note
from app.ballots.services.sealing import NeedsAnother
from app.ballots.voting_policy import check
from app.db import lock, session, transaction
from app.steps.actor import Actor


@transaction()
def put_back(edition_id: int, voter_id: int, sure: Sure, actor: Actor) -> None:
    """Put back somebody who was struck off by mistake, as they were: their code opens again, their ballot counts.

    Still one ballot each: a ballot is kept under the voter, who is the same. Somebody else of the roll who has a name
    like theirs may be them, taken in again meanwhile. Raises LooksLike unless one is `sure` of each; NotAllowed, also
    for somebody who is on the roll, and once the box is emptied: a voided ballot does not come back.
    """
    edition, voter = kept_by(edition_id, actor), lock(Voter, voter_id)
    check(voter is not None and voter.edition_id == edition.id and voter.cancelled_on is not None)
    assert voter is not None
    alike = roll_queries.voters_like(edition.id, voter.name, voter.about, voter.id)
    if not {one.voter.id for one in alike} <= sure.voter_ids:
        raise LooksLike(alike)
    _keep_old_reason(voter)
    voter.cancelled_on, voter.cancelled_by_id, voter.cancel_reason = None, None, ""
    note(voter, RollNoteKind.PUT_BACK, sure.reason, actor)
    for one in alike:
        note(voter, RollNoteKind.TOLD_APART, sure.reason, actor, one.voter.id)


@transaction()
def release_sheets(edition_id: int, first: int, last: int, actor: Actor) -> int:
    """Let sheets printed by somebody else out: their codes open the booth from now on; return how many.

    Raises NotAllowed, and NeedsAnother when every sheet that waits was printed by this person.
    """
    edition = kept_by(edition_id, actor)
    waiting = sa.select(VotingCode).filter_by(edition_id=edition.id, awaits_release=True, cancelled_on=None)
    waiting = waiting.where(VotingCode.serial.between(first, last)).order_by(VotingCode.serial)
    sheets = session().scalars(waiting.with_for_update()).all()
    others = [one for one in sheets if one.printed_by_id != actor.person_id]
    if sheets and not others:
        raise NeedsAnother
    for one in others:
        one.awaits_release, one.released_on, one.released_by_id = False, clock.today(), actor.person_id
    return len(others)


@transaction()
def withdraw_sheets(edition_id: int, first: int, last: int, actor: Actor) -> int:
    """Cancel the nameless sheets that were handed to nobody, by their numbers; return how many. Raises NotAllowed.

    A ballot cast with one of them, by whoever had its code, is voided at the close.
    """
    edition = kept_by(edition_id, actor)
    sheets = roll_queries.sheets_between(edition.id, first, last)
    for sheet in sheets:
        reason = f"n° {sheet.serial}"
        sheet.voter.cancelled_on, sheet.voter.cancelled_by_id = clock.today(), actor.person_id
        sheet.voter.cancel_reason = reason
        note(sheet.voter, RollNoteKind.STRUCK, reason, actor)
    return len(sheets)


@transaction()
def look_again(edition_id: int, note_id: int, actor: Actor) -> None:
    """Say, as another person than who wrote it, that two people are not one. Raises NotAllowed, NeedsAnother."""
    edition, line = kept_by(edition_id, actor), lock(RollNote, note_id)
    check(line is not None and line.edition_id == edition.id and line.kind is RollNoteKind.TOLD_APART)
    assert line is not None
    if line.by_id == actor.person_id:
        raise NeedsAnother
    line.seen_by_id, line.seen_on = actor.person_id, clock.today()


def _keep_old_reason(voter: Voter) -> None:
    """Write down why somebody was struck off before such notes were kept."""
    struck = sa.select(RollNote.id).filter_by(voter_id=voter.id, kind=RollNoteKind.STRUCK).limit(1)
    if session().scalar(struck) is None:
        note(voter, RollNoteKind.STRUCK, voter.cancel_reason, Actor(voter.cancelled_by_id))
