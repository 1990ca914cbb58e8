"""Ready-made ways of voting, each said in plain words with what it means for residents; the first is the default."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from app.ballots.models import BallotKind, Edition
from app.i18n import LazyString
from app.i18n import lazy_gettext as _
from app.projects.models import Theme

GRADES = ("À rejeter", "Passable", "Bien", "Très bien")
"""The four grades of Paris, the worst first; stored in French as they are frozen, shown through gettext."""
GRADE_WORDS: dict[str, LazyString] = {
    "À rejeter": _("À rejeter"),
    "Passable": _("Passable"),
    "Bien": _("Bien"),
    "Très bien": _("Très bien"),
}


@dataclass(frozen=True)
class Preset:
    """A way of voting and of counting: the ballot, the rule as the counting command takes it, and its words.

    `fair` says what it changes between neighbourhoods and between groups of voters (VOTING §1, item 8).
    """

    key: str
    name: LazyString
    ballot: BallotKind
    rule_name: str
    settings: tuple[tuple[str, str], ...]
    how: LazyString
    fair: LazyString
    min_choices: int = 1
    max_choices: int = 5
    points: int = 0
    grades: tuple[str, ...] = ()


ALL = (
    Preset(
        "tours", _("Les plus choisis, avec un projet au moins par quartier"), BallotKind.APPROVAL, "greedy",
        (("misfit", "skip"), ("floor", "sector:1")),
        _("Chaque personne choisit plusieurs projets. Chaque quartier a d'abord son projet le plus choisi. "
          "Ensuite, les projets les plus choisis sont pris, tant qu'il reste de l'argent."),
        _("Chaque quartier passe d'abord. Mais si l'argent manque, les quartiers les moins nombreux peuvent ne rien "
          "avoir : faites la simulation. Un groupe nombreux peut prendre presque tout le reste."), 5, 10,
    ),
    Preset(
        "equal_shares", _("Parts égales"), BallotKind.APPROVAL, "equal_shares",
        (("step", "1"), ("completion", "greedy")),
        _("L'argent est partagé à égalité entre les personnes qui votent. Un projet est pris quand les personnes "
          "qui l'ont choisi peuvent le payer ensemble. Le reste va aux projets les plus choisis."),
        _("Plus de personnes voient un de leurs choix réalisé. Les projets pris sont souvent plus petits."), 3, 10,
    ),
    Preset(
        "paris", _("Jugement majoritaire"), BallotKind.GRADES, "majority_judgment", (("misfit", "skip"),),
        _("Chaque personne donne une mention à chaque projet. Les projets dont la mention de la majorité est la "
          "meilleure sont pris, tant qu'il reste de l'argent."),
        _("Un projet qui fâche beaucoup de monde passe mal. Rien ne garantit un projet à chaque quartier."),
        1, 100, 0, GRADES,
    ),
    Preset(
        "most_chosen", _("Les plus choisis, sans condition"), BallotKind.APPROVAL, "greedy", (("misfit", "skip"),),
        _("Chaque personne choisit plusieurs projets. Les plus choisis sont pris, tant qu'il reste de l'argent."),
        _("C'est le plus simple. Un quartier peu peuplé peut n'avoir aucun projet."), 3, 10,
    ),
    Preset(
        "points", _("Des points à partager"), BallotKind.POINTS, "greedy", (("score", "points"), ("misfit", "skip")),
        _("Chaque personne partage dix points entre les projets. Ceux qui ont le plus de points sont pris."),
        _("On peut dire combien on tient à un projet. C'est plus difficile à remplir."), 1, 10, 10,
    ),
    Preset(
        "ranking", _("Un ordre de préférence"), BallotKind.RANKING, "greedy", (("score", "ranks"), ("misfit", "skip")),
        _("Chaque personne range jusqu'à cinq projets. Le premier rang donne le plus de points."),
        _("On peut dire ce qu'on préfère. C'est plus difficile à remplir."), 1, 5,
    ),
    Preset(
        "one", _("Un seul choix"), BallotKind.CHOOSE_ONE, "greedy", (("misfit", "skip"),),
        _("Chaque personne choisit un seul projet. Les plus choisis sont pris."),
        _("C'est facile à remplir. Beaucoup de personnes ne voient rien de réalisé."), 1, 1,
    ),
)  # fmt: skip
BY_KEY = {preset.key: preset for preset in ALL}
DEFAULT = ALL[0]


def preset_of(edition: Edition) -> Preset:
    """Return the way of voting of an edition."""
    return BY_KEY.get(edition.preset, DEFAULT)


def theme_cap_of(edition: Edition) -> int | None:
    """Return the most that projects of one theme may cost together, in cents; None where there is no such limit."""
    caps = [value.rpartition(":")[2] for key, value in edition.rule_settings if key == "cap"]
    return int(Fraction(caps[0]) * 100) if caps else None


def settings_of(preset: Preset, theme_cap_cents: int | None = None) -> list[tuple[str, str]]:
    """Give the settings of a way of voting with this limit for one theme: what is simulated is what will be counted."""
    settings = list(preset.settings)
    if theme_cap_cents:
        euros = f"{theme_cap_cents // 100}.{theme_cap_cents % 100:02d}"
        settings += [("cap", f"theme:{theme.value}:{euros}") for theme in Theme]
    return settings


def take(edition: Edition, preset: Preset, theme_cap_cents: int | None = None) -> None:
    """Give an edition this way of voting, with the most that projects of one theme may cost together, if any.

    Numbers of choices are set apart.
    """
    edition.preset, edition.ballot_kind = preset.key, preset.ballot
    edition.rule_name = preset.rule_name
    edition.rule_settings = [list(pair) for pair in settings_of(preset, theme_cap_cents)]
    edition.points, edition.grades = preset.points, list(preset.grades)
