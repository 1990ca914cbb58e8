"""What is done about questions as time passes: reminders, and the weekly note."""

from __future__ import annotations

from app.voices.services.reminding import remind_all, send_weekly_notes

EACH_MINUTE = (remind_all, send_weekly_notes)
