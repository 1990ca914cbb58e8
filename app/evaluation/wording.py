"""The words of the evaluation: plain questions, and a ladder that people recognise."""

from __future__ import annotations

from app.evaluation.models import Formation, Happened, ParticipationLevel
from app.i18n import LazyString
from app.i18n import lazy_gettext as _

LADDER: dict[ParticipationLevel, LazyString] = {
    ParticipationLevel.NONE: _("On ne nous a rien dit."),
    ParticipationLevel.INFORMATION: _("On nous a dit ce qui se préparait."),
    ParticipationLevel.CONSULTATION: _("On nous a demandé notre avis."),
    ParticipationLevel.CONCERTATION: _("On en a discuté ensemble, et on nous a répondu."),
    ParticipationLevel.CO_CONSTRUCTION: _("On a construit le projet ensemble."),
    ParticipationLevel.CO_DECISION: _("On a décidé ensemble."),
    ParticipationLevel.RESIDENT_MANAGEMENT: _("Les habitants et habitantes ont décidé et tout mené."),
}

HAPPENED: dict[Happened, LazyString] = {
    Happened.YES: _("Oui, comme prévu"),
    Happened.PARTLY: _("En partie"),
    Happened.NO: _("Non"),
}

HAPPENED_TOLD: dict[Happened, LazyString] = {
    Happened.YES: _("Le projet a eu lieu comme prévu."),
    Happened.PARTLY: _("Le projet a eu lieu en partie."),
    Happened.NO: _("Le projet n'a pas eu lieu."),
}

TONES: dict[Happened, str] = {Happened.YES: "calm", Happened.PARTLY: "act", Happened.NO: "blocked"}

FORMATION: dict[Formation, LazyString] = {
    Formation.VOLUNTEERS: _("Des personnes volontaires"),
    Formation.DRAWN_BY_LOT: _("Un tirage au sort"),
    Formation.MEETING: _("Les personnes d'une rencontre"),
    Formation.NEIGHBOURS: _("Des voisins et voisines du projet"),
}

QUESTIONS: dict[str, LazyString] = {
    "happened": _("Ce qui était promis a-t-il eu lieu ?"),
    "what_happened": _("Que s'est-il passé ?"),
    "for_whom": _("À qui le projet a-t-il servi ?"),
    "changed_by_residents": _("Qu'est-ce qui a changé grâce aux habitants et habitantes ?"),
    "level_origin": _("Au début, quand l'idée est née :"),
    "level_codesign": _("Quand le projet s'est préparé :"),
    "level_implementation": _("Quand le projet s'est fait :"),
    "to_redo": _("Que faut-il refaire, ou faire autrement ?"),
}

PAST: dict[str, LazyString] = {
    "panel_formed": _("Un panel d'habitants et habitantes est formé pour évaluer le projet."),
}
"""How the history tells what happens to a panel."""

STAGES: dict[str, LazyString] = {
    "level_origin": _("À la naissance de l'idée"),
    "level_codesign": _("Pendant la préparation"),
    "level_implementation": _("Pendant la réalisation"),
}
