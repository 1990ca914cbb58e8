"""What the passing of time does to the dialogue: reminders leave three days before, contacts are erased in time."""

from __future__ import annotations

from app.dialogue.services import contacts, turns
from app.jobs import every_minute


@every_minute
def send_reminders() -> None:
    """Send the reminders of the meetings that come."""
    turns.remind_due()


@every_minute
def erase_contacts() -> None:
    """Erase the contacts whose time is over."""
    contacts.erase_old_contacts()
