"""The words of the evaluation: plain questions, and a ladder that people recognise."""

from __future__ import annotations

from app.evaluation.levels import Reason
from app.evaluation.models import (
    AnswerChannel,
    Formation,
    Happened,
    LevelStage,
    ParticipationLevel,
    QuestionKind,
    Sample,
)
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
    "lessons": _("Quels conseils pour un projet qui ressemble au vôtre ?"),
}

PAST: dict[str, LazyString] = {
    "panel_formed": _("Un panel d'habitants et habitantes est formé pour évaluer le projet."),
    "panel_changed": _("Le panel d'habitants et habitantes change."),
    "panel_met": _("Le panel s'est réuni."),
    "questionnaire_opened": _("Le panel pose ses questions aux gens du quartier."),
    "questionnaire_closed": _("Le questionnaire est terminé. Ses résultats sont publiés."),
    "levels_declared": _("La place promise aux habitants et habitantes est écrite."),
    "level_contested": _("La personne référente conteste ce que les faits montrent, et dit pourquoi."),
}
"""How the history tells what happens to a panel."""

STAGES: dict[str, LazyString] = {
    "level_origin": _("À la naissance de l'idée"),
    "level_codesign": _("Pendant la préparation"),
    "level_implementation": _("Pendant la réalisation"),
}

LEVELS: dict[ParticipationLevel, LazyString] = {
    ParticipationLevel.NONE: _("rien"),
    ParticipationLevel.INFORMATION: _("informer"),
    ParticipationLevel.CONSULTATION: _("demander l'avis"),
    ParticipationLevel.CONCERTATION: _("discuter et répondre"),
    ParticipationLevel.CO_CONSTRUCTION: _("construire ensemble"),
    ParticipationLevel.CO_DECISION: _("décider ensemble"),
    ParticipationLevel.RESIDENT_MANAGEMENT: _("laisser les habitants et habitantes décider et mener"),
}
"""The rungs in two or three words: what was promised, what the facts show."""

LEVEL_STAGES: dict[LevelStage, LazyString] = {
    LevelStage.ORIGIN: _("À la naissance de l'idée"),
    LevelStage.CODESIGN: _("Pendant la préparation et la décision"),
    LevelStage.IMPLEMENTATION: _("Pendant la réalisation"),
    LevelStage.EVALUATION: _("Pendant l'évaluation"),
    LevelStage.OVERALL: _("Sur tout le projet"),
}

REASONS: dict[Reason, LazyString] = {
    Reason.INFORMED: _("Une information a été publiée dans le quartier."),
    Reason.CONSULTED: _("Des avis ont été recueillis, et chacun a eu une réponse."),
    Reason.DISCUSSED: _("On s'est vus au moins deux fois, avec des réponses motivées entre-temps."),
    Reason.BUILT_TOGETHER: _("On a travaillé ensemble au moins deux fois, et des paroles ont changé le projet."),
    Reason.RESIDENTS_DECIDED: _("Les habitants et habitantes avaient au moins la moitié des voix."),
    Reason.RESIDENTS_RUN_IT: _("Un groupe d'habitants et habitantes tient le budget."),
    Reason.NOT_INFORMED: _("Aucune information n'a été publiée dans le quartier."),
    Reason.NOBODY_ASKED: _("Aucun avis n'a été recueilli."),
    Reason.NOT_ALL_ANSWERED: _("Des avis attendent encore leur réponse."),
    Reason.FEW_EXCHANGES: _("On s'est vus moins de deux fois."),
    Reason.NO_FEEDBACK_BETWEEN: _("Aucune réponse n'a été donnée entre deux rencontres."),
    Reason.WITHOUT_REASONS: _("Les réponses données ne disent pas toutes pourquoi."),
    Reason.FEW_JOINT_SESSIONS: _("On a travaillé ensemble moins de deux fois."),
    Reason.NOTHING_CHANGED: _("Aucun changement du projet ne cite une parole."),
    Reason.OTHERS_DECIDED: _("La décision n'est pas celle des habitants et habitantes."),
    Reason.OTHERS_HOLD_BUDGET: _("Le budget n'est pas tenu par un groupe d'habitants et habitantes."),
}

KINDS: dict[QuestionKind, LazyString] = {
    QuestionKind.FACES: _("Trois visages"),
    QuestionKind.YES_NO: _("Oui ou non"),
    QuestionKind.SCALE: _("De 0 à 10"),
    QuestionKind.FREE: _("Réponse libre"),
}

VALUES: dict[QuestionKind, dict[int, LazyString]] = {
    QuestionKind.FACES: {3: _("Bien"), 2: _("Moyen"), 1: _("Pas bien")},
    QuestionKind.YES_NO: {1: _("Oui"), 0: _("Non")},
}

BANDS: dict[int, LazyString] = {1: _("6 ou plus"), 0: _("Moins de 6")}

SAMPLES: dict[Sample, LazyString] = {
    Sample.ALL: _("Tout le monde, à part : qui vient aux rencontres, qui n'y vient pas"),
    Sample.PARTICIPANTS: _("Les personnes qui viennent aux rencontres"),
    Sample.DOOR_TO_DOOR: _("Les personnes qui n'y viennent pas, chez elles"),
}

PEOPLE: dict[bool | None, LazyString] = {
    True: _("Personnes qui viennent aux rencontres"),
    False: _("Personnes qui n'y viennent pas"),
    None: _("Tout le monde"),
}

CHANNELS: dict[AnswerChannel, LazyString] = {
    AnswerChannel.PAPER: _("papier"),
    AnswerChannel.PHONE: _("téléphone"),
    AnswerChannel.KIOSK: _("tablette"),
    AnswerChannel.OWN_PHONE: _("leur téléphone"),
}
