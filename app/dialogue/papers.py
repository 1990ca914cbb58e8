"""What is printed for a meeting: the poster, the sheet at the door, the minutes."""

from __future__ import annotations

from app import pdf, qr
from app.addresses import full_address
from app.dialogue import attendance, letters
from app.dialogue.labels import kind_of
from app.dialogue.models import Meeting
from app.dialogue.models.outreach import CONTACT_DAYS
from app.dialogue.tally_labels import shown
from app.i18n import day, hour
from app.i18n import gettext as _

LINES = 18
"""Lines of the sheet at the door."""


def poster(meeting: Meeting) -> bytes:
    """Return the poster of a meeting, to be read from across a hall."""
    address = full_address(f"/meetings/{meeting.id}")
    return pdf.made(
        "dialogue/documents/poster.typ",
        {
            "title": meeting.title,
            "invitation": _("Rencontre ouverte à toutes et à tous"),
            "place_name": meeting.neighbourhood.name,
            "day": _capital(day(meeting.held_on, "full")),
            "hours": _hours(meeting),
            "place": meeting.place,
            "comforts": letters.comforts(meeting),
            "come": _("Venez sans inscription. Vous pouvez parler, ou écouter seulement."),
            "host": f"{meeting.space.name} – {kind_of(meeting.space)}, {meeting.space.host}",
            "address": address,
            "code": qr.svg(address),
            "code_words": _("Carré à photographier avec un téléphone : il mène à la page de la rencontre"),
            "funders": _(
                "Avec le soutien de la Ville, de Tours Métropole Val de Loire et de l'État, contrat de ville."
            ),
        },
    )


def sign_in_sheet(meeting: Meeting) -> bytes:
    """Return the sheet at the door: a first name is enough, a contact only for who wants to be told of the next."""
    return pdf.made(
        "dialogue/documents/sign_in.typ",
        {
            "title": _("Feuille d'accueil"),
            "subtitle": f"{meeting.title} – {letters.when(meeting)}, {meeting.place}",
            "explained": _(
                "Rien n'est obligatoire. Votre contact sert à vous inviter aux rencontres, et à rien d'autre."
                " Nous l'effaçons au bout de %(days)d jours, ou dès que vous le demandez.",
                days=CONTACT_DAYS,
            ),
            "columns": [
                _("Prénom"),
                _("1re fois ici"),
                _("Téléphone, e-mail ou adresse, si vous voulez être prévenu ou prévenue"),
                _("Je suis d'accord (signature)"),
            ],
            "lines": LINES,
        },
    )


def minutes(meeting: Meeting) -> bytes:
    """Return the published minutes, in plain words first."""
    return pdf.made(
        "dialogue/documents/minutes.typ",
        {
            "title": meeting.title,
            "subtitle": _("Compte rendu de la rencontre du %(day)s", day=day(meeting.held_on)),
            "facts": [
                [_("Où :"), f"{meeting.place}, {meeting.neighbourhood.name}"],
                [_("Lieu d'échange :"), f"{meeting.space.name}, {meeting.space.host}"],
                [_("Habitants et habitantes :"), shown(attendance.shown(meeting))],
            ],
            "plain_title": _("En mots simples"),
            "plain": meeting.minutes_plain,
            "full_title": _("Le compte rendu"),
            "full": meeting.minutes,
        },
    )


def _hours(meeting: Meeting) -> str:
    if meeting.start_time is None:
        return ""
    start = hour(meeting.start_time)
    if meeting.end_time is None:
        return _("à %(start)s", start=start)
    return _("de %(start)s à %(end)s", start=start, end=hour(meeting.end_time))


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
