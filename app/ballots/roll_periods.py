"""How long the roll of a vote names people: three months after the close, or until they ask to be forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from app import clock, retention
from app.accounts.erasing import eraser
from app.accounts.models import Person
from app.ballots import secrecy
from app.ballots.models import Edition, Voter
from app.db import session
from app.i18n import lazy_gettext as _

DAYS = 90
"""Long enough for somebody to contest a vote before the court (two months), and for the answer."""


def register() -> None:
    """Say how long names stay on the roll of a vote."""
    retention.keep(
        retention.Rule(
            code="voters",
            label=_("Votre nom sur la liste d'un vote"),
            since=_("après la fin du vote"),
            days=DAYS,
            expired=_old_names,
            forget=forget_voters,
        )
    )


def forget_voters(voter_ids: Sequence[int]) -> int:
    """Erase the names of the roll; that somebody of such a neighbourhood voted, and how, stays for the counts."""
    nameless = {"name": "", "about": "", "identity": None, "contact": None, "erased_on": clock.today()}
    told = sa.update(Voter).where(Voter.id.in_(voter_ids)).values(**nameless)
    return session().execute(told.execution_options(synchronize_session=False)).rowcount  # type: ignore[attr-defined, no-any-return]


@eraser
def leave_rolls(person_id: int) -> None:
    """Untie an account from the rolls it is on; the name there goes when the roll is erased, once the vote is final."""
    person = session().get_one(Person, person_id)
    ways = [way for way in (person.email, person.phone) if way]
    editions = session().scalars(sa.select(Edition.id).order_by(Edition.id)).all()
    known = [secrecy.identity_digest(edition_id, way) for edition_id in editions for way in ways]
    if known:
        untied = sa.update(Voter).where(Voter.contact.in_(known)).values(contact=None)
        session().execute(untied.execution_options(synchronize_session=False))


def _old_names(limit: datetime) -> Sequence[int]:
    old = sa.select(Voter.id).join(Edition, Edition.id == Voter.edition_id)
    cast_away = sa.and_(Edition.state == "cancelled", sa.func.coalesce(Edition.closes_at, Edition.created_at) < limit)
    over = sa.or_(sa.and_(Edition.sealed_at.is_not(None), Edition.closes_at < limit), cast_away)
    return session().scalars(old.where(Voter.erased_on.is_(None), over).order_by(Voter.id)).all()
