"""Keep the taps of a meeting, each once; undo, correct and confirm its counts; keep what was said there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app import clock
from app.db import Model, is_sqlite, lock, session, transaction
from app.dialogue import counting, hooks, policy, tally_queries
from app.dialogue.counting import Cell, Tallies
from app.dialogue.models import Meeting
from app.dialogue.models.tally import CapturedRemark, TallyEntry, Tap, UndoneTap
from app.dialogue.services.turns import count_and_close
from app.steps.actor import Actor

MOST_TAPS = 100
"""Taps in one send; a phone that kept more sends several times."""

BLANK = dict.fromkeys(("novelty", "age", "sex", "heard", "is_new_voice"))


class NotCounting(Exception):
    """The meeting has not come yet, or its minutes are published: nothing is counted by taps."""


class BelowZero(ValueError):
    """A correction would leave fewer than nobody in a cell."""

    def __init__(self, cell: Cell) -> None:
        super().__init__(cell)
        self.cell = cell


class DoesNotAddUp(ValueError):
    """The counts contradict each other: they cannot be confirmed."""


@dataclass(frozen=True)
class SentTap:
    """A tap as a phone sends it: its number, and its fields as in `Tap`."""

    id: str
    fields: Mapping[str, Any]


@dataclass(frozen=True)
class SentUndo:
    """The number of a tap that was a mistake."""

    tap_id: str


@transaction()
def record_taps(meeting_id: int, sent: Sequence[SentTap | SentUndo], actor: Actor) -> None:
    """Keep all the taps of one send, or none; a tap already kept is not kept twice. Raises NotAllowed, NotCounting."""
    meeting = _counting(meeting_id, actor)
    by = {"meeting_id": meeting.id, "by_id": actor.person_id, "received_at": clock.now()}
    _keep(Tap, [{"id": tap.id, **BLANK, **tap.fields, **by} for tap in sent if isinstance(tap, SentTap)])
    _keep(UndoneTap, [{"tap_id": undo.tap_id, **by} for undo in sent if isinstance(undo, SentUndo)])
    if meeting.counted_at:
        _settle(meeting, tally_queries.tallies_of(meeting.id))


@transaction()
def capture(meeting_id: int, said: hooks.Said, actor: Actor) -> None:
    """Keep a remark made in the room, once whatever the sends. Raises NotAllowed, NotCounting, hooks.CannotKeep.

    Whoever keeps it locks the meeting to write: two phones that had both locked it to read would wait for each other.
    """
    meeting = _counting(meeting_id, actor, alone=True)
    row = {"meeting_id": meeting.id, "id": said.id, "was_read_back": said.was_read_back,
           "by_id": actor.person_id, "received_at": clock.now()}  # fmt: skip
    if _keep(CapturedRemark, [row]):
        hooks.keep_said(meeting, said, actor)


@transaction()
def correct(meeting_id: int, changes: Mapping[Cell, int], reason: str, actor: Actor) -> None:
    """Add to (or take from) cells by hand, saying why. Raises NotAllowed, BelowZero."""
    add(meeting_id, changes, {"reason": reason.strip()}, actor)


@transaction()
def confirm(meeting_id: int, actor: Actor) -> None:
    """Take the counts for the number of residents of the meeting, and close it if it is not closed yet.

    Raises NotAllowed, NotYetHeld before the day, DoesNotAddUp when the counts contradict each other or nobody was
    counted at the door, ActionRefused when the meeting cannot be closed from where it stands.
    """
    meeting = _own(meeting_id, actor)
    counted = tally_queries.tallies_of(meeting.id)
    if any(counting.faults(counted)) or not counted.has_door:
        raise DoesNotAddUp
    count_and_close(meeting, counted.residents, actor)


@transaction()
def add(meeting_id: int, changes: Mapping[Cell, int], why: Mapping[str, str], actor: Actor) -> None:
    """Write lines of counts; `why` gives the reason, the serial of the sheet, or both. Raises NotAllowed, BelowZero."""
    meeting = _own(meeting_id, actor)
    counted = tally_queries.tallies_of(meeting.id).cells
    for cell, delta in changes.items():
        if counted.get(cell, 0) + delta < 0:
            raise BelowZero(cell)
    written = {"meeting_id": meeting.id, "by_id": actor.person_id, "written_at": clock.now(), **why}
    session().add_all(
        TallyEntry(measure=measure, key=str(key), delta=delta, **written)
        for (measure, key), delta in changes.items()
        if delta
    )
    session().flush()
    if meeting.counted_at:
        _settle(meeting, tally_queries.tallies_of(meeting.id))


def _settle(meeting: Meeting, counted: Tallies) -> None:
    """Follow, in the number of residents already told, a tap that came late or a correction."""
    if counted.has_door:
        meeting.residents_count = counted.residents


def _keep(model: type[Model], rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert the rows whose keys are not there yet; return how many there were."""
    if not rows:
        return 0
    insert = sqlite.insert(model) if is_sqlite() else postgresql.insert(model)
    kept = session().execute(insert.values(list(rows)).on_conflict_do_nothing())
    return int(kept.rowcount)  # type: ignore[attr-defined]


def _counting(meeting_id: int, actor: Actor, *, alone: bool = False) -> Meeting:
    """Return the meeting if it takes taps now; it cannot be closed to them before these are stored."""
    told = session().scalar(sa.select(Meeting.counted_at).where(Meeting.id == meeting_id))
    wanted = {"of": Meeting, "read": told is None and not alone}
    meeting = session().get(Meeting, meeting_id, with_for_update=wanted, populate_existing=True)
    policy.check(meeting is not None and policy.can_record(meeting.neighbourhood, actor))
    assert meeting is not None
    if not policy.takes_taps(meeting):
        raise NotCounting
    return meeting


def _own(meeting_id: int, actor: Actor) -> Meeting:
    meeting = lock(Meeting, meeting_id)
    policy.check(meeting is not None and policy.can_record(meeting.neighbourhood, actor))
    assert meeting is not None
    return meeting
