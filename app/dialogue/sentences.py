"""How the history of a meeting tells what was done."""

from __future__ import annotations

from app.i18n import lazy_gettext as _
from app.steps.wording import say

say(
    "meeting",
    {
        "begin": _("L'idée d'une rencontre est notée."),
        "plan": _("La rencontre est fixée."),
        "plan_again": _("Une nouvelle date est fixée."),
        "announce": _("La rencontre est annoncée."),
        "remind": _("Les rappels sont partis."),
        "open": _("La rencontre est ouverte."),
        "close": _("La rencontre a eu lieu."),
        "record_held": _("La rencontre a eu lieu."),
        "publish_minutes": _("Le compte rendu est publié."),
        "take_minutes_back": _("Le compte rendu est repris pour être corrigé."),
        "follow_up": _("Les suites sont lancées."),
        "evaluate": _("Le bilan est fait."),
        "postpone": _("La rencontre est reportée."),
        "cancel": _("La rencontre est annulée."),
        "thanked": _("Les personnes venues sont remerciées."),
        "changed": _("Ce qui est dit de la rencontre a changé."),
    },
)
