"""What is written to somebody who left a contact: a thank-you, a reminder, a change. Short enough to be said aloud."""

from __future__ import annotations

from collections.abc import Callable

from app.addresses import full_address
from app.dialogue.models import LeftContact, Meeting, NoticeKind
from app.i18n import day, hour
from app.i18n import gettext as _

Letter = tuple[str, str]


def thanks(meeting: Meeting, contact: LeftContact, noted: str) -> Letter:
    """Thank somebody for coming, and tell what was noted."""
    lines = [
        _("Bonjour %(name)s,", name=contact.name),
        _("Merci d'être venu ou venue à la rencontre du %(day)s.", day=day(meeting.held_on)),
        _("Voici ce qui a été noté : %(noted)s", noted=noted.strip()) if noted.strip() else "",
        _("La suite est ici : %(address)s", address=_page(meeting)),
        _goodbye(meeting),
    ]
    return _("Merci d'être venu ou venue"), _joined(lines)


def reminder(meeting: Meeting, contact: LeftContact, _words: str) -> Letter:
    """Remind somebody of a meeting that comes."""
    lines = [
        _("Bonjour %(name)s,", name=contact.name),
        _("On se retrouve le %(day)s : %(title)s", day=when(meeting), title=meeting.title),
        _("C'est ici : %(place)s.", place=meeting.place),
        " ".join(comforts(meeting)),
        _("Venez, même sans avoir rien à dire. On commence par les réponses depuis la dernière fois."),
        _goodbye(meeting),
    ]
    return _("Rencontre le %(day)s", day=day(meeting.held_on)), _joined(lines)


def change(meeting: Meeting, contact: LeftContact, words: str) -> Letter:
    """Tell somebody that the meeting they were reminded of will not be held that day."""
    lines = [
        _("Bonjour %(name)s,", name=contact.name),
        _("La rencontre du %(day)s n'aura pas lieu : %(title)s", day=day(meeting.held_on), title=meeting.title),
        _("La raison : %(reason)s", reason=words),
        _goodbye(meeting),
    ]
    return _("La rencontre du %(day)s n'aura pas lieu", day=day(meeting.held_on)), _joined(lines)


WRITERS: dict[NoticeKind, Callable[[Meeting, LeftContact, str], Letter]] = {
    NoticeKind.THANKS: thanks,
    NoticeKind.REMINDER: reminder,
    NoticeKind.CHANGE: change,
}


def when(meeting: Meeting) -> str:
    """Write the day and the hours of a meeting: "mercredi 4 mars 2026 de 18 h à 20 h"."""
    on = day(meeting.held_on, "full")
    if meeting.start_time is None:
        return on
    start = hour(meeting.start_time)
    if meeting.end_time is None:
        return _("%(day)s à %(start)s", day=on, start=start)
    end = hour(meeting.end_time)
    return _("%(day)s de %(start)s à %(end)s", day=on, start=start, end=end)


def comforts(meeting: Meeting) -> list[str]:
    """Return the sentences that help somebody come: children, food, steps, languages."""
    told = [
        (meeting.has_childcare, _("Vous pouvez venir avec vos enfants, ils sont gardés sur place.")),
        (meeting.has_food, _("Il y a à boire et à manger.")),
        (meeting.is_step_free, _("On entre sans marche, en fauteuil ou avec une poussette.")),
        (meeting.languages, _("Vous pouvez parler ces langues : %(languages)s.", languages=meeting.languages)),
        (meeting.practical_note, meeting.practical_note),
    ]
    return [sentence for holds, sentence in told if holds]


def _goodbye(meeting: Meeting) -> str:
    return _(
        "Vous avez laissé ce contact pour les rencontres de %(place)s. Pour ne plus rien recevoir, dites-le-nous.",
        place=meeting.neighbourhood.name,
    )


def _page(meeting: Meeting) -> str:
    return full_address(f"/meetings/{meeting.id}")


def _joined(lines: list[str]) -> str:
    return "\n\n".join(line for line in lines if line)
