"""What else changes in a meeting when it moves."""

from __future__ import annotations

from app import clock
from app.dialogue.models import Meeting
from app.steps.actor import Actor
from app.steps.kinds import reversal, upon
from app.steps.models import Step


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
    """Show the minutes again, since taking them back was a mistake."""
    publish_minutes(meeting, actor)
