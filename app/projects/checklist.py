"""What must be settled before the committee hears a project; each line is answered yes or "not needed here"."""

from __future__ import annotations

from app.i18n import LazyString
from app.i18n import lazy_gettext as _

CHECKLIST: dict[str, LazyString] = {
    "place_agreed": _("Le lieu est d'accord pour accueillir le projet."),
    "permit_asked": _("L'autorisation de la ville est demandée."),
    "insurance": _("Une assurance couvre le projet."),
    "neighbours_told": _("Les voisins et voisines sont au courant."),
    "budget_checked": _("Les prix viennent de devis ou de tickets."),
}

ANSWERS: dict[str, LazyString] = {
    "yes": _("C'est fait"),
    "not_needed": _("Pas besoin ici"),
}
