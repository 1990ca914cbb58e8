"""The words people read for what became of something said: the outcome, its trace, why not."""

from __future__ import annotations

from app.i18n import LazyString
from app.i18n import lazy_gettext as _
from app.projects.models import Outcome, ReasonCode

OUTCOMES: dict[Outcome, LazyString] = {
    Outcome.ADOPTED: _("Adoptée"),
    Outcome.PARTLY: _("Adoptée en partie"),
    Outcome.REFUSED: _("Pas retenue"),
    Outcome.WAITING: _("En attente"),
    Outcome.PASSED_ON: _("Transmise à un autre service"),
}
TONES: dict[Outcome, str] = {
    Outcome.ADOPTED: "done",
    Outcome.PARTLY: "done",
    Outcome.REFUSED: "blocked",
    Outcome.WAITING: "act",
    Outcome.PASSED_ON: "calm",
}
IMPACTS: dict[int, LazyString] = {
    0: _("Aucune trace dans le projet"),
    1: _("Entendue, avec une réponse"),
    2: _("Un petit ajustement"),
    3: _("Un vrai changement : contenu, lieu, dates ou budget"),
    4: _("À l'origine de l'action, ou décisive"),
}
"""The scale of the trace that words leave (DOMAIN C.5)."""
REASONS: dict[ReasonCode, LazyString] = {
    ReasonCode.TOO_EXPENSIVE: _("Trop cher pour ce projet"),
    ReasonCode.NOT_ALLOWED: _("La règle ou la loi ne le permet pas"),
    ReasonCode.NOT_OURS: _("Cela ne dépend pas du projet"),
    ReasonCode.NOT_FEASIBLE: _("Ce n'est pas possible à faire"),
    ReasonCode.OTHER_CHOICE: _("Un autre choix a été fait ensemble"),
    ReasonCode.LATER: _("Trop tôt : à reprendre plus tard"),
    ReasonCode.ALREADY_DONE: _("Cela existe déjà"),
    ReasonCode.OTHER: _("Une autre raison"),
}
