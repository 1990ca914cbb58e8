"""How long the roll of a vote names people and the scans of its papers are kept: three months after the close.

A result may be contested before the court for two months (code de justice administrative, R421-1), and the answer
takes some weeks. Until then the register proves who voted on paper; after, nothing must. What was counted stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from app import clock, files, retention
from app.accounts.erasing import eraser
from app.accounts.models import Person
from app.ballots import secrecy
from app.ballots.models import Edition, PaperBatch, PaperScan, PaperVoter, RollNote, Voter, VotingCode
from app.db import after_commit, session
from app.i18n import lazy_gettext as _

DAYS = 90
"""Two months to contest a vote before the court, and a month for the answer."""
NO_REASON = "–"
"""What is left of a reason that may have named somebody: a struck line must have one."""


def register() -> None:
    """Say how long names stay on the roll of a vote, and how long the scans of its papers are kept."""
    names, scans, ended = (
        _("Votre nom sur la liste d'un vote"),
        _("Les scans du registre signé et des bulletins papier"),
        _("après la fin du vote"),
    )
    retention.keep(retention.Rule("voters", names, ended, DAYS, _old_names, forget_voters))
    retention.keep(retention.Rule("paper_scans", scans, ended, DAYS, _old_scans, forget_scans))


def destroyed_from(edition: Edition) -> date | None:
    """Return the day from which the register and the papers of a vote are to be destroyed, in Tours."""
    return (edition.closes_at + timedelta(days=DAYS)).astimezone(clock.PARIS).date() if edition.closes_at else None


def forget_voters(voter_ids: Sequence[int]) -> int:
    """Erase the names of the roll and what was written of them; that somebody of such a place voted, and how, stays."""
    theirs, spoken_of = RollNote.voter_id.in_(voter_ids), RollNote.other_id.in_(voter_ids)
    _change(sa.update(RollNote).where(sa.or_(theirs, spoken_of)).values(reason=NO_REASON))
    for line in (VotingCode, PaperVoter):
        struck = sa.update(line).where(line.voter_id.in_(voter_ids), line.cancelled_on.is_not(None))
        _change(struck.values(cancel_reason=NO_REASON))
    _change(
        sa.update(Voter).where(Voter.id.in_(voter_ids), Voter.cancelled_on.is_not(None)).values(cancel_reason=NO_REASON)
    )
    nameless = {"name": "", "plain_name": "", "about": "", "identity": None, "contact": None}
    return _change(sa.update(Voter).where(Voter.id.in_(voter_ids)).values(**nameless, erased_on=clock.today()))


def forget_scans(scan_ids: Sequence[int]) -> int:
    """Erase scans of papers, their files too once nothing else names them; that there was one, and whose, stays."""
    found = session().execute(sa.select(PaperScan.id, PaperScan.sha256).where(PaperScan.id.in_(scan_ids))).all()
    _change(sa.update(PaperScan).where(PaperScan.id.in_(scan_ids)).values(sha256="", name="", erased_on=clock.today()))
    for sha256 in {row.sha256 for row in found}:
        after_commit(files.forget_unused, sha256)
    return len(found)


@eraser
def leave_rolls(person_id: int) -> None:
    """Untie an account from the rolls it is on; the name there goes when the roll is erased, once the vote is final."""
    person = session().get_one(Person, person_id)
    ways = [way for way in (person.email, person.phone) if way]
    editions = session().scalars(sa.select(Edition.id).order_by(Edition.id)).all()
    known = [secrecy.identity_digest(edition_id, way) for edition_id in editions for way in ways]
    if known:
        _change(sa.update(Voter).where(Voter.contact.in_(known)).values(contact=None))


def _old_names(limit: datetime) -> Sequence[int]:
    old = sa.select(Voter.id).join(Edition, Edition.id == Voter.edition_id)
    return session().scalars(old.where(Voter.erased_on.is_(None), _over(limit)).order_by(Voter.id)).all()


def _old_scans(limit: datetime) -> Sequence[int]:
    old = sa.select(PaperScan.id).join(PaperBatch, PaperBatch.id == PaperScan.batch_id)
    old = old.join(Edition, Edition.id == PaperBatch.edition_id)
    return session().scalars(old.where(PaperScan.erased_on.is_(None), _over(limit)).order_by(PaperScan.id)).all()


def _over(limit: datetime) -> sa.ColumnElement[bool]:
    """Say of an edition whether its vote was closed, or cancelled, before an instant."""
    cast_away = sa.and_(Edition.state == "cancelled", sa.func.coalesce(Edition.closes_at, Edition.created_at) < limit)
    return sa.or_(sa.and_(Edition.sealed_at.is_not(None), Edition.closes_at < limit), cast_away)


def _change(statement: sa.Update) -> int:
    changed = session().execute(statement.execution_options(synchronize_session=False))
    return changed.rowcount  # type: ignore[attr-defined, no-any-return]
