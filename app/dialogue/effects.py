"""What else changes in a meeting when it moves."""

from __future__ import annotations

from app import clock
from app.dialogue.guards import minutes_in_plain_words, minutes_name_nobody
from app.dialogue.models import Meeting
from app.dialogue.services import agenda, contacts
from app.steps.actor import Actor
from app.steps.kinds import reversal, upon, watcher
from app.steps.models import Step
from workflows.engine import ActionRefused, Obstacle


@upon("meeting", "announce", "record_held")
def make_public(meeting: Meeting, _actor: Actor) -> None:
    """Show the meeting to everybody from the first time it is announced or told."""
    meeting.public_at = meeting.public_at or clock.now()


@reversal("meeting", "announce", "record_held")
def hide_again(meeting: Meeting, _step: Step, _actor: Actor) -> None:
    """Keep the meeting to its team again, since announcing it was a mistake."""
    meeting.public_at = None


@upon("meeting", "publish_minutes")
def publish_minutes(meeting: Meeting, _actor: Actor) -> None:
    """Date the publication of the minutes."""
    meeting.minutes_published_at = clock.now()


@upon("meeting", "take_minutes_back")
def take_minutes_back(meeting: Meeting, _actor: Actor) -> None:
    """Hide the minutes while they are mended."""
    meeting.minutes_published_at = None


@reversal("meeting", "publish_minutes")
def unpublish_minutes(meeting: Meeting, _step: Step, actor: Actor) -> None:
    """Hide the minutes again, since publishing them was a mistake."""
    take_minutes_back(meeting, actor)


@reversal("meeting", "take_minutes_back")
def publish_again(meeting: Meeting, _step: Step, actor: Actor) -> None:
    """Show the minutes again, since taking them back was a mistake; mended since, they are checked as the first time.

    Raises ActionRefused.
    """
    lacking = minutes_in_plain_words(meeting) or minutes_name_nobody(meeting)
    if lacking:
        raise ActionRefused((Obstacle("guard", "publish_minutes", lacking, ("facilitator",), "dialogue.minutes"),))
    publish_minutes(meeting, actor)


@upon("meeting", "plan", "plan_again", "announce", "remind", "open")
def take_in_agenda(meeting: Meeting, _actor: Actor) -> None:
    """Let questions that wait and notes of information enter the agenda."""
    agenda.take_in(meeting)


@upon("meeting", "remind")
def send_reminders(meeting: Meeting, _actor: Actor) -> None:
    """Write to everyone who asked to hear of the meetings of this neighbourhood."""
    contacts.remind(meeting)


@watcher("meeting")
def tell_those_reminded(meeting: Meeting, step: Step, _actor: Actor) -> None:
    """Tell those who were reminded that the meeting will not be held that day."""
    if step.action in ("postpone", "cancel") and step.to_state in ("postponed", "cancelled"):
        contacts.tell_change(meeting, step.note)
