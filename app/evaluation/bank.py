"""Questions ready to be chosen, and the items of the trust survey: plain, spoken, one idea each (PRACTICE §2.2)."""

from __future__ import annotations

from dataclasses import dataclass

from app.evaluation.models import QuestionKind
from app.i18n import LazyString
from app.i18n import lazy_gettext as _

MOST_CLOSED = 6
MOST_FREE = 3


@dataclass(frozen=True)
class Ready:
    """A question ready to be chosen."""

    kind: QuestionKind
    text: LazyString


BANK: dict[str, Ready] = {
    "content": Ready(QuestionKind.FACES, _("Êtes-vous content ou contente de ce projet ?")),
    "useful": Ready(QuestionKind.FACES, _("Ce projet a-t-il servi aux gens du quartier ?")),
    "listened": Ready(QuestionKind.FACES, _("Vous a-t-on bien écouté ou écoutée ?")),
    "asked": Ready(QuestionKind.YES_NO, _("Vous a-t-on demandé votre avis ?")),
    "answered": Ready(QuestionKind.YES_NO, _("Vous a-t-on répondu ?")),
    "met": Ready(QuestionKind.YES_NO, _("Avez-vous rencontré de nouvelles personnes ?")),
    "place": Ready(QuestionKind.FACES, _("Le lieu était-il bien choisi ?")),
    "hour": Ready(QuestionKind.YES_NO, _("L'heure vous allait-elle ?")),
    "money": Ready(QuestionKind.FACES, _("L'argent a-t-il été bien utilisé ?")),
    "mark": Ready(QuestionKind.SCALE, _("Sur 10, quelle note donnez-vous à ce projet ?")),
    "again": Ready(QuestionKind.YES_NO, _("Faut-il recommencer ?")),
    "help": Ready(QuestionKind.YES_NO, _("Aiderez-vous la prochaine fois ?")),
}

FREE: dict[str, LazyString] = {
    "changed": _("Qu'est-ce que ce projet a changé pour vous ?"),
    "otherwise": _("Que faut-il faire autrement ?"),
    "absent": _("Qui n'est pas venu, et pourquoi ?"),
}

CHOSEN = ("content", "asked", "mark", "again")
"""What a new questionnaire begins with, before the panel changes it."""

TRUST_ITEMS: dict[str, LazyString] = {
    "T1": _("Sur 10, quelle confiance avez-vous dans la mairie ?"),
    "T1b": _("Sur 10, quelle confiance avez-vous dans votre bailleur ?"),
    "T1c": _("Sur 10, quelle confiance avez-vous dans l'État et la préfecture ?"),
    "T2": _("Si on vous demande votre avis ici, quelle chance qu'il soit pris en compte ?"),
    "T3": _("Si vous posez une question, quelle chance d'avoir une réponse ?"),
    "T4": _("Je me sens légitime à donner mon avis sur le quartier."),
    "T5": _("On me parle d'égal à égal."),
    "T6": _("Je sais ce qui se prépare dans mon quartier."),
}
"""The items of the trust survey, each from 0 to 10; their codes never change, so that waves compare."""
