"""Codes to try in the demonstration's open vote: everybody of its list has a sheet, three more are left to take."""

from __future__ import annotations

import sqlalchemy as sa

from app import clock
from app.ballots import secrecy
from app.ballots.models import Edition, Voter, VoterSource, VotingCode
from app.ballots.services import roll, roll_changes
from app.db import session
from app.steps.actor import Actor

CODES = ("TESTVATE2222", "TESTVATE3333", "TESTVATE4444")
"""Known to everybody, which no real code is: they open the demonstration's vote alone."""


def hand_out(edition_id: int, actor: Actor, second: Actor) -> None:
    """Give a sheet to everybody of the list, and leave three more whose codes are shown beside the personas.

    One person prints them, a second one lets them out.
    """
    roll.print_listed(edition_id, actor)
    sheets = roll.print_codes(edition_id, len(CODES), actor)
    last = 0
    for sheet, code in zip(sheets, CODES, strict=True):
        kept = session().scalars(sa.select(VotingCode).filter_by(voter_id=sheet.voter_id, cancelled_on=None)).one()
        kept.digest = secrecy.code_digest(edition_id, code)
        last = kept.serial
    session().flush()
    roll_changes.release_sheets(edition_id, 1, last, second)


def codes_to_try() -> tuple[int, list[str]] | None:
    """Return the open vote of the demonstration and its codes, as they are typed; None when there is none."""
    now = clock.now()
    asked = sa.select(Edition.id).where(Edition.state == "vote", Edition.opens_at <= now, Edition.closes_at > now)
    for edition_id in session().scalars(asked.order_by(Edition.id)):
        digests = {code: secrecy.code_digest(edition_id, code) for code in CODES}
        known = sa.select(VotingCode.digest).join(Voter).where(Voter.source == VoterSource.CODE)
        found = set(session().scalars(known.where(VotingCode.digest.in_(digests.values()))))
        if codes := [secrecy.grouped(code) for code, digest in digests.items() if digest in found]:
            return edition_id, codes
    return None
