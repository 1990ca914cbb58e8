"""Sheets of paper to count with a pencil: print one, key it once, key it again with a reason."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Mapping

from app import clock
from app.db import lock, session, transaction
from app.dialogue import policy, tally_queries
from app.dialogue.counting import Cell
from app.dialogue.models import Meeting
from app.dialogue.models.tally import TallySheet
from app.dialogue.services import tally
from app.steps.actor import Actor

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""What is not mistaken for something else when it is read aloud or written by hand."""
SERIAL = 6


class AlreadyKeyed(ValueError):
    """This sheet was keyed, with other figures: say why to replace them."""


@transaction()
def print_sheet(meeting_id: int, actor: Actor) -> TallySheet:
    """Give a meeting one more sheet, with a serial of its own. Raises NotAllowed."""
    meeting = session().get(Meeting, meeting_id)
    policy.check(meeting is not None and policy.can_record(meeting.neighbourhood, actor))
    serial = "".join(secrets.choice(LETTERS) for _ in range(SERIAL))
    sheet = TallySheet(serial=serial, meeting_id=meeting_id, printed_at=clock.now())
    session().add(sheet)
    session().flush()
    return sheet


@transaction()
def key_sheet(serial: str, keyed: Mapping[Cell, int], reason: str, actor: Actor) -> None:
    """Write the figures of a sheet, once whatever the clicks; with a reason, in place of those keyed before.

    Raises NotAllowed, AlreadyKeyed, BelowZero when taking the former figures back leaves fewer than nobody.
    """
    sheet = lock(TallySheet, serial)
    policy.check(sheet is not None)
    assert sheet is not None
    before = Counter(dict(tally_queries.keyed_from(sheet).cells))
    wanted = Counter({cell: number for cell, number in keyed.items() if number})
    if sheet.keyed_at and +before == wanted:
        return
    if sheet.keyed_at and not reason.strip():
        raise AlreadyKeyed
    wanted.subtract(before)
    why = {"sheet_serial": serial, "reason": reason.strip() if sheet.keyed_at else ""}
    tally.add(sheet.meeting_id, wanted, why, actor)
    sheet.keyed_at, sheet.keyed_by_id, sheet.times_keyed = clock.now(), actor.person_id, sheet.times_keyed + 1
