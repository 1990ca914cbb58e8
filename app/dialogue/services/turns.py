"""Move a meeting from a page that may have grown old, or by the passing of time."""

from __future__ import annotations

import logging

import sqlalchemy as sa

from app import clock
from app.db import lock, session, transaction
from app.dialogue.guards import REMIND_BEFORE
from app.dialogue.models import HELD, Meeting
from app.dialogue.services.meetings import count_residents
from app.steps import services as steps
from app.steps.actor import SYSTEM, Actor
from app.steps.models import Step, StepKind
from app.steps.seen import as_seen
from workflows.engine import ActionRefused

log = logging.getLogger(__name__)

FIRST_HOUR = 9
"""No reminder leaves before nine in the morning, in Tours."""


@transaction()
def act(meeting: Meeting, action: str, actor: Actor, note: str, seen: int) -> Step:
    """Take an action, once, on a meeting as the person saw it when its history had `seen` steps.

    Raises AlreadyDone or Moved when it moved since, ActionRefused when the action is not open.
    """
    fresh = as_seen(meeting, (StepKind.ACTION, action), actor, seen)
    return steps.perform(fresh, action, actor, note)


@transaction()
def take_back(meeting: Meeting, action: str, actor: Actor, reason: str, seen: int) -> Step:
    """Undo the last action, which the person saw to be `action`, with a reason.

    Raises AlreadyDone or Moved when the meeting moved since, ActionRefused when it cannot be undone.
    """
    return steps.correct(as_seen(meeting, (StepKind.CORRECTION, action), actor, seen), actor, reason)


@transaction()
def count_and_close(meeting: Meeting, residents: int, actor: Actor) -> None:
    """Write how many residents came, and close the meeting if it is not closed yet; both, or nothing.

    Raises NotAllowed, NotYetHeld before the day, ActionRefused when it cannot be closed from where it stands.
    """
    count_residents(meeting.id, residents, actor)
    fresh = lock(Meeting, meeting.id)
    if fresh is not None and fresh.state not in HELD:
        session().flush()
        steps.perform(fresh, "record_held" if fresh.state == "idea" else "close", actor)


def remind_due() -> int:
    """Send the reminders of the meetings that come within three days; return how many meetings.

    Each meeting in a transaction of its own: one that is refused is logged and stops no other.
    """
    if clock.now().astimezone(clock.PARIS).hour < FIRST_HOUR:
        return 0
    today = clock.today()
    due = session().scalars(
        sa.select(Meeting.id).where(
            Meeting.state == "announced", Meeting.held_on >= today, Meeting.held_on <= today + REMIND_BEFORE
        )
    ).all()  # fmt: skip
    session().rollback()
    return sum(_remind(meeting_id) for meeting_id in due)


@transaction()
def _remind(meeting_id: int) -> int:
    meeting = lock(Meeting, meeting_id)
    if meeting is None or meeting.state != "announced":
        return 0
    try:
        steps.perform(meeting, "remind", SYSTEM)
    except ActionRefused:
        log.warning("reminders refused: meeting %s", meeting_id)
        return 0
    return 1
