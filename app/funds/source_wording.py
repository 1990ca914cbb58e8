"""The words of sources on screen and on paper: who gives, for what purpose, what becomes of the rest."""

from __future__ import annotations

from app.funds.carry import Terms
from app.funds.ledger_models import CarryRule, Earmark, FundingSource, SourceKind
from app.funds.statements import Figures
from app.i18n import LazyString
from app.i18n import gettext as _
from app.i18n import lazy_gettext as lazy

KINDS: dict[SourceKind, LazyString] = {
    SourceKind.STATE: lazy("État"),
    SourceKind.CITY: lazy("Ville"),
    SourceKind.METROPOLIS: lazy("Métropole"),
    SourceKind.LANDLORD: lazy("Bailleur social"),
    SourceKind.CAF: lazy("CAF"),
    SourceKind.DEPARTMENT: lazy("Département"),
    SourceKind.REGION: lazy("Région"),
    SourceKind.DONATION: lazy("Don"),
    SourceKind.OTHER: lazy("Autre"),
}

EARMARKS: dict[Earmark, LazyString] = {
    Earmark.GENERAL: lazy("Tous les projets"),
    Earmark.NEIGHBOURHOOD: lazy("Les projets d'un seul quartier"),
    Earmark.DIALOGUE: lazy("Les projets nés dans un espace de dialogue"),
    Earmark.TRAINING: lazy("Les actions de formation et de sensibilisation"),
}

CARRIES: dict[CarryRule, LazyString] = {
    CarryRule.ALL: lazy("Tout passe à l'année suivante"),
    CarryRule.NONE: lazy("Tout revient au financeur"),
    CarryRule.SHARE: lazy("Une part de ce qui reste passe à l'année suivante"),
    CarryRule.UP_TO: lazy("Une part de la somme donnée, au plus, passe à l'année suivante"),
    CarryRule.EARMARKED: lazy("Seul l'argent gardé pour un usage passe à l'année suivante"),
}

FIGURES: tuple[tuple[str, LazyString], ...] = (
    ("received", lazy("Reçu dans l'année")),
    ("carried_in", lazy("Reste de l'année d'avant")),
    ("granted", lazy("Accordé aux projets et aux formations")),
    ("paid", lazy("Dont versé")),
    ("justified", lazy("Dont justifié par des factures")),
    ("available", lazy("Encore disponible")),
    ("to_return", lazy("À rendre au financeur")),
    ("returned", lazy("Rendu au financeur")),
    ("carried_out", lazy("Reporté à l'année suivante")),
)
"""The figures of a statement, in the order in which they are read."""


def purpose(source: FundingSource) -> str:
    """Say what the money of a source may pay for."""
    if source.neighbourhood is not None:
        return _("Les projets du quartier %(name)s", name=source.neighbourhood.name)
    return str(EARMARKS[source.earmark])


def source_name(source: FundingSource) -> str:
    """Name a source with its purpose, and say when its money comes from the year before."""
    name = source.organisation
    if source.earmark is not Earmark.GENERAL:
        name = _("%(who)s – %(purpose)s", who=name, purpose=purpose(source))
    return _("%(name)s (reste de l'année d'avant)", name=name) if source.carried_from_id else name


def carry_sentence(terms: Terms) -> str:
    """Say what becomes of what a source has left."""
    match terms.rule:
        case CarryRule.SHARE:
            return _(
                "%(pct)s %% de ce qui reste passent à l'année suivante. Le reste revient au financeur.", pct=terms.pct
            )
        case CarryRule.UP_TO:
            return _("L'année suivante reçoit %(pct)s %% de la somme donnée, au plus.", pct=terms.pct)
        case _:
            return f"{CARRIES[terms.rule]}."


def figure_lines(figures: Figures) -> list[tuple[str, int]]:
    """Return each figure with its words, in cents."""
    return [(str(label), getattr(figures, name)) for name, label in FIGURES]
