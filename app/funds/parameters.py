"""Every parameter of a fund's rules, said once: the form, the preview, the public page and the PDF are made from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from app.funds.rulebook import FundRules
from app.i18n import LazyString
from app.i18n import lazy_gettext as _


class Kind(StrEnum):
    """What a parameter holds: it says how it is asked and how it is written."""

    EUROS = "euros"
    PERCENT = "percent"
    DAYS = "days"
    COUNT = "count"
    YES_NO = "yes_no"
    TEXT = "text"
    PAYMENT_MODES = "payment_modes"
    VOTE_MODES = "vote_modes"
    EXCLUSIONS = "exclusions"


class Chapter(StrEnum):
    """A chapter of the rules, as people read them."""

    WHO = "who"
    WHAT = "what"
    HOW_MUCH = "how_much"
    DECIDING = "deciding"
    PAYING = "paying"
    AFTERWARDS = "afterwards"


CHAPTERS: dict[Chapter, LazyString] = {
    Chapter.WHO: _("Qui peut demander"),
    Chapter.WHAT: _("Ce que le fonds ne paie pas"),
    Chapter.HOW_MUCH: _("Combien"),
    Chapter.DECIDING: _("Qui décide"),
    Chapter.PAYING: _("Quand l'argent arrive"),
    Chapter.AFTERWARDS: _("Après le projet"),
}


@dataclass(frozen=True)
class Parameter:
    """One parameter: a column of FundRules, what is asked, why, and where the proposed value comes from.

    `bounds` are in the unit of the kind (euros are in cents, as in the column).
    """

    name: str
    kind: Kind
    chapter: Chapter
    question: LazyString
    why: LazyString
    source: LazyString
    bounds: tuple[int, int] = (0, 0)

    @property
    def default(self) -> Any:
        """The value proposed: that of the column."""
        default = sa.inspect(FundRules).columns[self.name].default
        assert default is not None
        return default.arg({}) if default.is_callable else default.arg  # type: ignore[attr-defined]


_MOST_EUROS = 100_000_00
_FIELD = _("Usage de plusieurs fonds en France.")
_OURS = _("Proposé ici, à adapter.")
_LAW = _("Règle de la comptabilité publique et des associations.")

PARAMETERS: tuple[Parameter, ...] = (
    Parameter("min_group", Kind.COUNT, Chapter.WHO, _("Combien de personnes au moins pour former un groupe ?"),
              _("Un projet porté à plusieurs dure mieux. Une association peut aussi demander."),
              _("Proposé ici : 3. Certains départements demandent 5."), (1, 20)),
    Parameter("exclusions", Kind.EXCLUSIONS, Chapter.WHAT, _("Que refuse le fonds ?"),
              _("L'équipe le lit avant d'envoyer son projet. Une personne référente le vérifie."), _FIELD),
    Parameter("min_amount_cents", Kind.EUROS, Chapter.HOW_MUCH, _("Quelle est la plus petite somme ?"),
              _("Zéro : aucune somme n'est trop petite."), _OURS, (0, _MOST_EUROS)),
    Parameter("cap_cents", Kind.EUROS, Chapter.HOW_MUCH, _("Combien au plus par projet ?"),
              _("Un plafond laisse de l'argent pour d'autres projets."),
              _("Les fonds vont de 760 à 1 500 euros."), (1_00, _MOST_EUROS)),
    Parameter("above_cap_allowed", Kind.YES_NO, Chapter.HOW_MUCH, _("Le comité peut-il dépasser le plafond ?"),
              _("Si oui, l'équipe doit expliquer pourquoi."), _OURS),
    Parameter("elsewhere", Kind.TEXT, Chapter.HOW_MUCH, _("Où aller avec un projet plus cher ?"),
              _("Cette phrase est montrée à l'équipe qui dépasse le plafond."), _OURS),
    Parameter("max_share_pct", Kind.PERCENT, Chapter.HOW_MUCH, _("Quelle part des dépenses au plus ?"),
              _("100 : le fonds peut tout payer, jusqu'au plafond."), _FIELD, (1, 100)),
    Parameter("own_share_pct", Kind.PERCENT, Chapter.HOW_MUCH, _("Quelle part l'équipe doit-elle apporter ?"),
              _("0 : rien n'est demandé. Du temps ou un lieu prêté peut compter."),
              _("Certains fonds demandent la moitié, d'autres rien."), (0, 100)),
    Parameter("own_in_kind_counts", Kind.YES_NO, Chapter.HOW_MUCH, _("Le temps et le matériel prêtés comptent-ils ?"),
              _("Tout le monde peut donner du temps. Tout le monde ne peut pas donner d'argent."), _OURS),
    Parameter("own_money_pct", Kind.PERCENT, Chapter.HOW_MUCH, _("Quelle part l'équipe doit-elle apporter en argent ?"),
              _("0 : aucun argent n'est demandé à l'équipe."), _OURS, (0, 100)),
    Parameter("deposit_lead_days", Kind.DAYS, Chapter.DECIDING, _("Combien de jours avant la séance ?"),
              _("Les membres doivent avoir le temps de lire. Après, le projet passe à la séance suivante."),
              _("15 jours le plus souvent, parfois 30."), (0, 90)),
    Parameter("quorum_pct", Kind.PERCENT, Chapter.DECIDING, _("Quelle part des votants doit être là ?"),
              _("Sans assez de monde, le comité ne décide pas."), _("La moitié, le plus souvent."), (1, 100)),
    Parameter("quorum_residents", Kind.COUNT, Chapter.DECIDING, _("Combien d'habitants et habitantes au moins ?"),
              _("Une décision d'habitants et habitantes se prend avec eux et elles."), _OURS, (1, 50)),
    Parameter("second_call_waives_quorum", Kind.YES_NO, Chapter.DECIDING,
              _("La deuxième séance peut-elle se passer de quorum ?"),
              _("Si trop peu de monde vient, une deuxième séance peut décider quand même."), _FIELD),
    Parameter("second_call_days", Kind.DAYS, Chapter.DECIDING, _("Combien de jours avant cette deuxième séance ?"),
              _("Il faut le temps de prévenir chaque membre."), _OURS, (1, 60)),
    Parameter("residents_majority_pct", Kind.PERCENT, Chapter.DECIDING,
              _("Les habitants et habitantes ont plus de quelle part des voix ?"),
              _("50 : plus de la moitié. Jamais moins."), _("Le principe de ces fonds."), (50, 99)),
    Parameter("funders_vote", Kind.YES_NO, Chapter.DECIDING, _("Les financeurs votent-ils ?"),
              _("Qui donne l'argent ne choisit pas les projets."), _("Le principe de ces fonds : non.")),
    Parameter("vote_modes", Kind.VOTE_MODES, Chapter.DECIDING, _("Comment le comité vote-t-il ?"),
              _("Le secrétariat choisit parmi ces façons à chaque séance."), _OURS),
    Parameter("payment_modes", Kind.PAYMENT_MODES, Chapter.PAYING, _("Comment l'argent peut-il être payé ?"),
              _("L'achat direct évite à une personne d'avancer l'argent."), _FIELD),
    Parameter("advance_rate_pct", Kind.PERCENT, Chapter.PAYING, _("Quelle avance pour une association ?"),
              _("L'avance arrive après la signature. Le reste vient avec les tickets."), _OURS, (0, 100)),
    Parameter("advance_to_person", Kind.YES_NO, Chapter.PAYING,
              _("Un groupe d'habitants et habitantes peut-il recevoir une avance ?"),
              _("Sinon, le fonds achète directement, ou rembourse les tickets."),
              _("Le plus souvent non : un groupe n'a pas de compte en banque.")),
    Parameter("advance_rate_person_pct", Kind.PERCENT, Chapter.PAYING, _("Quelle avance pour un groupe ?"),
              _("Ne compte que si la réponse précédente est oui."), _OURS, (0, 100)),
    Parameter("two_person_cents", Kind.EUROS, Chapter.PAYING, _("À partir de combien faut-il deux signatures ?"),
              _("Une personne prépare le paiement. Au-dessus, une autre le signe."), _LAW, (0, _MOST_EUROS)),
    Parameter("report_days", Kind.DAYS, Chapter.AFTERWARDS, _("Combien de jours pour envoyer le bilan ?"),
              _("Après la fin du projet. Sans bilan, pas de nouvelle aide."),
              _("La loi laisse six mois au plus aux associations."), (7, 180)),
    Parameter("refund_days", Kind.DAYS, Chapter.AFTERWARDS, _("Combien de jours pour rendre l'argent non utilisé ?"),
              _("Le délai part du jour de la demande."), _OURS, (7, 180)),
    Parameter("carry_over_pct", Kind.PERCENT, Chapter.AFTERWARDS,
              _("Quelle part de l'argent restant passe à l'année suivante ?"),
              _("100 : tout reste au fonds. 0 : tout retourne aux financeurs."), _FIELD, (0, 100)),
)  # fmt: skip

BY_NAME = {parameter.name: parameter for parameter in PARAMETERS}


def of_chapter(chapter: Chapter) -> tuple[Parameter, ...]:
    """Return the parameters of a chapter, in order."""
    return tuple(parameter for parameter in PARAMETERS if parameter.chapter is chapter)


def values_of(rules: FundRules) -> dict[str, Any]:
    """Return what a version says, by name of parameter: enough to copy it."""
    return {parameter.name: getattr(rules, parameter.name) for parameter in PARAMETERS}


def proposed(**answers: Any) -> FundRules:
    """Return rules that are stored nowhere: the proposed values, and these answers instead of some of them."""
    return FundRules(**({parameter.name: parameter.default for parameter in PARAMETERS} | answers))
