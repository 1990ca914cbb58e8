"""What must be settled before the committee hears a project: lines for all, and lines for its kind.

Each line is answered yes or "not needed here", with who does it, by when, a note, and the document that proves it.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.i18n import LazyString
from app.i18n import lazy_gettext as _
from app.projects.models import CarrierKind, Project, Theme

CROWD = 100
"""People expected from which safety is seen with the city."""

CHECKLIST: dict[str, LazyString] = {
    "place_agreed": _("Le lieu est d'accord pour accueillir le projet."),
    "permit_asked": _("L'autorisation de la ville est demandée."),
    "insurance": _("Une assurance couvre le projet."),
    "neighbours_told": _("Les voisins et voisines sont au courant."),
    "budget_checked": _("Les prix viennent de devis ou de tickets."),
    "partners_agreed": _("Chaque partenaire a dit oui."),
    "street_permit": _("La ville accepte que l'on utilise la rue ou la place."),
    "way_kept": _("On passe toujours avec une poussette ou un fauteuil."),
    "water_found": _("On sait qui arrose, et avec quelle eau."),
    "upkeep_shared": _("On sait qui entretient, toute l'année."),
    "food_safe": _("S'il y a un repas, les règles d'hygiène sont connues."),
    "sound_settled": _("S'il y a de la musique, l'heure de fin et les droits sont réglés."),
    "first_aid": _("Quelqu'un sait porter secours, avec une trousse."),
    "parents_agree": _("Les parents ont donné leur accord."),
    "adults_present": _("Il y a assez d'adultes pour les enfants."),
    "dignity_kept": _("Les personnes aidées ont été consultées."),
    "trained_person": _("La personne qui anime a le bon diplôme."),
    "crowd_safe": _("La ville sait que l'on attend plus de cent personnes."),
    "statutes_given": _("L'association a donné ses statuts et son RIB."),
}
"""Every line there is, in the order in which they are shown."""

HELP: dict[str, LazyString] = {
    "place_agreed": _("Demandez au bailleur, à la ville ou à l'association qui a la clé. Un e-mail suffit."),
    "permit_asked": _("La personne référente connaît le bon service. Comptez un mois."),
    "insurance": _("Votre centre social ou votre association en a souvent une. Demandez l'attestation."),
    "neighbours_told": _("Un mot dans le hall, avec la date, l'heure et un prénom."),
    "budget_checked": _("Un devis, un catalogue ou un ticket pour chaque dépense."),
    "partners_agreed": _("Qui prête, qui vient, qui aide : écrivez leur nom à côté."),
    "street_permit": _("Cela s'appelle « occupation du domaine public ». Le plan de la place aide."),
    "way_kept": _("Gardez un passage de 1,40 m."),
    "water_found": _("Un robinet, une cuve, un tour d'arrosage pour l'été."),
    "upkeep_shared": _("Deux prénoms suffisent, avec leur accord."),
    "food_safe": _("Au frais, les mains propres, et la liste de ce qu'il y a dans chaque plat."),
    "sound_settled": _("Une musique jouée en public se déclare à la SACEM. C'est parfois gratuit."),
    "first_aid": _("Un ou une bénévole qui a le diplôme PSC1, par exemple."),
    "parents_agree": _("Un papier signé pour chaque enfant qui vient seul."),
    "adults_present": _("Un adulte pour huit enfants est un bon repère."),
    "dignity_kept": _("Elles disent ce qui leur convient. Rien n'est décidé sans elles."),
    "trained_person": _("Demandez la carte professionnelle ou le diplôme."),
    "crowd_safe": _("La ville dit s'il faut des barrières, des secours ou une déclaration."),
    "statutes_given": _("L'association gestionnaire en a besoin pour payer."),
}
"""What each line asks, and how one does it."""

EVERYWHERE = ("place_agreed", "permit_asked", "insurance", "neighbours_told", "budget_checked", "partners_agreed")
BY_THEME: dict[Theme, tuple[str, ...]] = {
    Theme.LIVING_TOGETHER: ("food_safe", "sound_settled"),
    Theme.CULTURE: ("sound_settled",),
    Theme.SPORT: ("first_aid",),
    Theme.NATURE: ("water_found", "upkeep_shared"),
    Theme.YOUTH: ("parents_agree", "adults_present"),
    Theme.SOLIDARITY: ("dignity_kept",),
    Theme.PUBLIC_SPACE: ("street_permit", "way_kept"),
    Theme.HEALTH: ("trained_person",),
}

ANSWERS: dict[str, LazyString] = {
    "yes": _("C'est fait"),
    "not_needed": _("Pas besoin ici"),
}


def codes_of(project: Project) -> tuple[str, ...]:
    """Return the lines that a project of this kind must answer, in order."""
    kind = [*EVERYWHERE, *(BY_THEME[project.theme] if project.theme else ())]
    if (project.expected_count or 0) >= CROWD:
        kind.append("crowd_safe")
    if project.carrier_kind is CarrierKind.ASSOCIATION:
        kind.append("statutes_given")
    return tuple(code for code in CHECKLIST if code in kind)


def missing_of(project: Project) -> list[str]:
    """Return the lines that nobody has answered yet."""
    return [code for code in codes_of(project) if project.checklist.get(code) not in ANSWERS]


def answered_of(project: Project) -> Mapping[str, str]:
    """Return the answers given to the lines of this kind of project."""
    return {code: project.checklist[code] for code in codes_of(project) if project.checklist.get(code) in ANSWERS}
