"""The criteria by which ideas are looked at: a list to start from, that each edition may shorten or add to."""

from __future__ import annotations

from app.i18n import LazyString
from app.i18n import lazy_gettext as _

USUAL: dict[str, LazyString] = {
    "competence": _("La ville ou la Métropole peut le faire"),
    "ceiling": _("Le coût reste sous le plafond"),
    "investment": _("C'est un investissement : un achat ou des travaux, pas une dépense qui revient chaque année"),
    "place": _("Le lieu est dans un quartier de l'édition, et il est disponible"),
    "legality": _("La loi le permet"),
    "feasible": _("C'est faisable dans les deux ans"),
}
"""Code → the question answered by yes or no, kept in each edition in the words of its day."""


def usual() -> list[dict[str, str]]:
    """Return the usual criteria as an edition keeps them."""
    return [{"code": code, "label": str(label)} for code, label in USUAL.items()]


def from_lines(lines: list[str]) -> list[dict[str, str]]:
    """Read criteria typed one a line: those that are usual keep their code, others are numbered; none is kept twice."""
    known = {str(label): code for code, label in USUAL.items()}
    kept = dict.fromkeys(line.strip() for line in lines if line.strip())
    return [{"code": known.get(line, f"own{rank}"), "label": line} for rank, line in enumerate(kept, 1)]
