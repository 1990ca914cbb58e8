"""What is done about questions as time passes: reminders, and the lines of the weekly note."""

from __future__ import annotations

from app.voices.services.reminding import note_what_is_owed, remind_all

EACH_MINUTE = (remind_all, note_what_is_owed)
