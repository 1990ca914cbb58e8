"""The words of training on screen."""

from __future__ import annotations

from app.i18n import LazyString
from app.i18n import lazy_gettext as _
from app.training.models import College, NeedSource, Payer, Skill

SKILLS: dict[Skill, LazyString] = {
    Skill.EQUAL_POSTURE: _("Se parler d'égal à égal"),
    Skill.PLAIN_LANGUAGE: _("Écrire et parler simplement"),
    Skill.FACILITATION: _("Animer une rencontre"),
    Skill.EXPLAINING_REFUSAL: _("Expliquer un refus"),
    Skill.COMMITTEE_SKILLS: _("Décider en comité"),
    Skill.SECULARISM: _("Comprendre la laïcité"),
    Skill.OTHER: _("Autre chose"),
}
COLLEGES: dict[College, LazyString] = {
    College.AGENTS: _("Agents et agentes des services"),
    College.ELECTED: _("Élus et élues"),
    College.LANDLORDS: _("Bailleurs"),
    College.STATE: _("Services de l'État"),
    College.MEDIATORS: _("Médiateurs et médiatrices"),
    College.COMMITTEE_RESIDENTS: _("Habitants et habitantes du comité"),
}
SOURCES: dict[NeedSource, LazyString] = {
    NeedSource.EVALUATION: _("Une évaluation d'habitants et habitantes"),
    NeedSource.TALK_SHARE: _("Des rencontres où les institutions parlent trop"),
    NeedSource.LATE_ANSWERS: _("Des réponses en retard"),
    NeedSource.NEW_COMMITTEE: _("De nouveaux membres au comité"),
    NeedSource.REFERENT: _("Une observation sur le terrain"),
}
PAYERS: dict[Payer, LazyString] = {
    Payer.FUND: _("Le fonds, avec l'argent réservé aux formations"),
    Payer.OTHER: _("Un autre financeur"),
    Payer.FREE: _("Personne : elle ne coûte rien"),
}
PAST: dict[str, LazyString] = {
    "begin": _("Un besoin de formation est noté."),
    "design": _("La formation est préparée."),
    "described": _("La description est mise à jour."),
    "fund": _("La formation est financée."),
    "schedule": _("La date est fixée."),
    "postpone": _("La date change."),
    "counted": _("Les personnes venues sont comptées."),
    "deliver": _("La formation a eu lieu."),
    "evaluate_hot": _("Les personnes ont donné leur avis en partant."),
    "evaluate_cold": _("On sait ce qui a changé."),
    "invoice": _("Une facture est payée."),
    "close": _("L'action est close."),
    "drop": _("L'action est abandonnée."),
}
