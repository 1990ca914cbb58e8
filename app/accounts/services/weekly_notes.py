"""Sending the note of the week: each Monday at nine, one message a person, by their own channel, once."""

from __future__ import annotations

from datetime import datetime

from flask import current_app

from app import clock, mail
from app.accounts.models import Person
from app.db import lock, session, transaction
from app.jobs import attempt, every_minute
from app.mail import weekly


@every_minute
def send_weekly_notes() -> int:
    """Send what was kept for the notes until last Monday at nine; return how many notes left. Called every minute."""
    until = weekly.last_monday(clock.now())
    waiting = weekly.people_waiting(until)
    session().rollback()
    return sum(bool(attempt(_send, person_id, until)) for person_id in waiting)


@transaction()
def _send(person_id: int, until: datetime) -> bool:
    """Write one note; those who want none, or are erased, have their lines dropped."""
    person = lock(Person, person_id)
    lines = weekly.lines_for(person_id, until) if person else []
    if person is None or not lines:
        return False
    if not person.wants_weekly_note:
        for line in lines:
            session().delete(line)
        return False
    subject, body = weekly.text_of(person.name, person.locale, lines, current_app.config["SITE_URL"])
    message = mail.write(person, subject, body)
    for line in lines:
        line.message_id = message.id
    return True
