"""What changes in the dialogue: one module a thing, each of its public functions one transaction."""

from __future__ import annotations

from app.dialogue.policy import NotAllowed
from app.dialogue.services.meetings import Held, NotYetHeld, record_meeting
from app.dialogue.services.spaces import open_space

__all__ = ["Held", "NotAllowed", "NotYetHeld", "open_space", "record_meeting"]
