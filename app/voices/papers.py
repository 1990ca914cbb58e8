"""What is printed about questions: the card with a number, the poster of the answers of a neighbourhood."""

from __future__ import annotations

from app import pdf, qr
from app.addresses import full_address
from app.i18n import day
from app.i18n import gettext as _
from app.territory.models import Neighbourhood
from app.voices.labels import ANSWERS
from app.voices.notices import shortened, spoken_code
from app.voices.question_models import Answer, Question
from app.voices.question_queries import answers_published

ON_A_POSTER = 6
"""Answers on one sheet: more, and nobody reads them from the hall."""


def card_of(question: Question) -> bytes:
    """Return the card of a question as a PDF: its number, the promised date, how to follow it."""
    address = full_address(f"/follow/{question.code}")
    shown = question.contribution.is_shown
    return pdf.made(
        "voices/documents/card.typ",
        {
            "title": _("Ma question"),
            "number_label": _("Mon numéro"),
            "number": spoken_code(question.code),
            "words": shortened(question.contribution.text, 220) if shown else "",
            "promise_label": _("Réponse promise avant le"),
            "promise": day(question.promised_on),
            "place": question.neighbourhood.name,
            "follow": _("Pour savoir où en est votre question :"),
            "ways": [
                _("Sur internet : %(address)s", address=full_address("/follow")),
                _("De vive voix : montrez cette carte à la prochaine rencontre ou au centre social."),
            ],
            "code": qr.svg(address),
            "code_label": _("Code à photographier : il mène à votre question."),
            "keep": _("Gardez cette carte : le numéro suffit, sans nom ni mot de passe."),
        },
    )


def answers_poster(place: Neighbourhood) -> bytes:
    """Return the last answers of a neighbourhood as a poster, in plain words."""
    answers = answers_published(place.id, ON_A_POSTER)
    return pdf.made(
        "voices/documents/poster.typ",
        {
            "title": _("Vos questions, leurs réponses"),
            "place": f"{place.name}, {place.commune.name}",
            "lines": [
                {
                    "asked": shortened(answer.question.contribution.text, 240),
                    "kind": _once(answer),
                    "answer": answer.plain_text,
                    "reason": answer.reason,
                    "who": _(
                        "%(body)s, le %(day)s",
                        body=answer.organisation.name,
                        day=day(answer.published_at) if answer.published_at else "",
                    ),
                }
                for answer in answers
            ],
            "empty": _("Pas encore de réponse publiée ici."),
            "ask": _("Vous aussi, posez votre question : à une rencontre, au centre social, ou ici."),
            "address": full_address("/speak"),
            "code": qr.svg(full_address("/speak")),
            "code_label": _("Code à photographier pour poser une question."),
        },
    )


def _once(answer: Answer) -> str:
    """Return yes, no or in part, unless the answer begins by saying it."""
    kind = str(ANSWERS[answer.kind])
    return "" if answer.plain_text.lower().startswith(kind.lower()) else f"{kind}."
