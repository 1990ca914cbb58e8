"""The conditions of a meeting's workflow."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from app import clock
from app.db import remembered, session
from app.dialogue import hooks, naming
from app.dialogue.models import FACE_TO_FACE, ContactNotice, LeftContact, Meeting, NoticeKind, OutreachAction
from app.dialogue.models.meeting import MeetingExperience
from app.i18n import gettext as _
from app.i18n import ngettext
from workflows.guards import guard

FEWEST_MODES = 3
"""Ways of reaching people planned before a meeting is announced, one of them face to face (DOMAIN §B.4)."""

REMIND_BEFORE = timedelta(days=3)
"""A reminder that leaves earlier is forgotten."""


@guard("meeting_described", supplied_by="facilitator", screen="dialogue.edit_meeting")
def meeting_described(meeting: Meeting) -> str | None:
    """The meeting says what it is about and where."""
    if meeting.title.strip() and meeting.place.strip():
        return None
    return _("Dites de quoi on parlera, et où.")


@guard("meeting_to_come", supplied_by="facilitator", screen="dialogue.edit_meeting")
def meeting_to_come(meeting: Meeting) -> str | None:
    """Its day has not passed."""
    return None if meeting.held_on >= clock.today() else _("Choisissez une date à venir.")


@guard("meeting_day_has_come", supplied_by="facilitator")
def meeting_day_has_come(meeting: Meeting) -> str | None:
    """It is the day of the meeting, or later."""
    return None if meeting.held_on <= clock.today() else _("Le jour de la rencontre n'est pas encore arrivé.")


@guard("outreach_planned", supplied_by="facilitator", screen="dialogue.outreach")
def outreach_planned(meeting: Meeting) -> str | None:
    """Three ways of reaching people at least are planned, one of them face to face (F-33, I1g)."""
    modes = remembered(("outreach modes", meeting.id), lambda: set(session().scalars(_modes(meeting))))
    missing = FEWEST_MODES - len(modes)
    if missing > 0:
        return ngettext(
            "Prévoyez encore %(num)d façon d'aller vers les gens.",
            "Prévoyez encore %(num)d façons d'aller vers les gens.",
            missing,
        )
    return None if modes & FACE_TO_FACE else _("Prévoyez au moins une façon de parler aux gens face à face.")


@guard("reminder_in_time", supplied_by="facilitator")
def reminder_in_time(meeting: Meeting) -> str | None:
    """The meeting is at most three days away, and not over."""
    today = clock.today()
    if meeting.held_on < today:
        return _("Le jour de la rencontre est passé.")
    return (
        None if meeting.held_on - today <= REMIND_BEFORE else _("Les rappels partent trois jours avant, pas plus tôt.")
    )


@guard("residents_counted", supplied_by="facilitator", screen="dialogue.count")
def residents_counted(meeting: Meeting) -> str | None:
    """Somebody wrote how many residents came, even if nobody did."""
    return None if meeting.counted_at else _("Dites combien d'habitants et habitantes sont venus.")


@guard("minutes_in_plain_words", supplied_by="facilitator", screen="dialogue.minutes")
def minutes_in_plain_words(meeting: Meeting) -> str | None:
    """The minutes are written, and their version in plain words too (invariant 14)."""
    if not meeting.minutes.strip():
        return _("Écrivez le compte rendu.")
    return None if meeting.minutes_plain.strip() else _("Écrivez aussi le compte rendu en mots simples.")


@guard("minutes_name_nobody", supplied_by="facilitator", screen="dialogue.minutes")
def minutes_name_nobody(meeting: Meeting) -> str | None:
    """No known name, number or address stands in the minutes, unless somebody checked that it is nobody's."""
    if meeting.names_checked_at:
        return None
    found = remembered(("names", meeting.id), lambda: naming.found_in(f"{meeting.minutes}\n{meeting.minutes_plain}"))
    if not found:
        return None
    return _("Le compte rendu semble nommer quelqu'un : %(names)s.", names=", ".join(found))


@guard("questions_assigned", supplied_by="referent")
def questions_assigned(meeting: Meeting) -> str | None:
    """Each question put in the meeting has a body that must answer it."""
    left = remembered(("unassigned", meeting.id), lambda: hooks.unassigned(meeting))
    if not left:
        return None
    return ngettext(
        "%(num)d question n'a pas encore de service qui doit répondre.",
        "%(num)d questions n'ont pas encore de service qui doit répondre.",
        left,
    )


@guard("newcomers_thanked", supplied_by="facilitator", screen="dialogue.contacts")
def newcomers_thanked(meeting: Meeting) -> str | None:
    """Everyone who left a contact in the meeting was thanked."""
    left: int = remembered(("unthanked", meeting.id), lambda: session().scalar(_unthanked(meeting)) or 0)
    if not left:
        return None
    return ngettext(
        "%(num)d personne a laissé son contact et attend un merci.",
        "%(num)d personnes ont laissé leur contact et attendent un merci.",
        left,
    )


@guard("experience_told", supplied_by="facilitator", screen="dialogue.experience")
def experience_told(meeting: Meeting) -> str | None:
    """A facilitator and a resident said together what went well and what must change (F-38)."""
    told = remembered(
        ("experience", meeting.id),
        lambda: session().scalar(sa.select(MeetingExperience.id).filter_by(meeting_id=meeting.id)),
    )
    return None if told else _("Remplissez le bilan avec un habitant ou une habitante : cinq minutes suffisent.")


def _modes(meeting: Meeting) -> sa.Select[object]:
    return sa.select(OutreachAction.mode).where(OutreachAction.meeting_id == meeting.id).distinct()


def _unthanked(meeting: Meeting) -> sa.Select[int]:
    thanked = sa.select(ContactNotice.contact_id).filter_by(meeting_id=meeting.id, kind=NoticeKind.THANKS)
    return (
        sa.select(sa.func.count())
        .select_from(LeftContact)
        .where(LeftContact.meeting_id == meeting.id, LeftContact.erased_at.is_(None), LeftContact.id.not_in(thanked))
    )
