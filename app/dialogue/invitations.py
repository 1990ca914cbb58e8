"""Inviting those of the neighbourhood who said yes to it: one line in their note of the week, once it is announced."""

from __future__ import annotations

from app import mail
from app.accounts.models import Purpose
from app.accounts.queries import those_who_agree
from app.dialogue.letters import when
from app.dialogue.models import Meeting
from app.i18n import force_locale
from app.i18n import gettext as _
from app.steps.actor import Actor
from app.steps.kinds import upon


@upon("meeting", "announce")
def invite(meeting: Meeting, _actor: Actor) -> None:
    """Tell of a meeting to the residents of its neighbourhood who agreed to be invited."""
    for person_id, locale in those_who_agree(Purpose.INVITATIONS, meeting.space.neighbourhood_id):
        with force_locale(locale):
            told = _("%(title)s, %(day)s, %(place)s.", title=meeting.title, day=when(meeting), place=meeting.place)
            mail.note(person_id, _("Les rencontres de votre quartier"), told, about=meeting)
