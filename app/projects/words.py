"""The words of the work on a project: its choices, and how the history tells each step."""

from __future__ import annotations

from app.i18n import LazyString
from app.i18n import lazy_gettext as _
from app.projects.models import Delivered, InvolvementKind, Pace, ReportReason, TeamPart, Voice

PACES: dict[Pace, LazyString] = {
    Pace.ON_TRACK: _("Tout va bien"),
    Pace.LATE: _("En retard"),
    Pace.BLOCKED: _("Bloqué"),
}

DELIVERED: dict[Delivered, LazyString] = {
    Delivered.YES: _("Oui, c'est fait"),
    Delivered.PARTLY: _("En partie"),
    Delivered.NO: _("Non"),
}

PARTS: dict[TeamPart, LazyString] = {
    TeamPart.MEMBER: _("Membre de l'équipe"),
    TeamPart.MONEY: _("S'occupe de l'argent"),
    TeamPart.COMMUNICATION: _("Fait connaître le projet"),
    TeamPart.LOGISTICS: _("S'occupe du lieu et du matériel"),
}

VOICES: dict[Voice, LazyString] = {
    Voice.RESIDENT: _("Habitant ou habitante"),
    Voice.TEAM: _("L'équipe du projet"),
    Voice.STAFF: _("Un service"),
}

REPORTS: dict[ReportReason, LazyString] = {
    ReportReason.INSULT: _("Il insulte ou menace quelqu'un"),
    ReportReason.HATE: _("Il est raciste, sexiste ou haineux"),
    ReportReason.NAMES_SOMEBODY: _("Il donne le nom, l'adresse ou le téléphone de quelqu'un"),
    ReportReason.FALSE: _("Il est faux, et il fait du tort"),
    ReportReason.SPAM: _("C'est de la publicité"),
    ReportReason.OTHER: _("Une autre raison"),
}

INVOLVEMENTS: dict[InvolvementKind, LazyString] = {
    InvolvementKind.MEETING: _("Réunion"),
    InvolvementKind.WORKSHOP: _("Atelier"),
    InvolvementKind.WALK: _("Marche dans le quartier"),
    InvolvementKind.DOOR_TO_DOOR: _("Porte-à-porte"),
    InvolvementKind.PHONE: _("Appels téléphoniques"),
}

PAST: dict[str, LazyString] = {
    "begin": _("Le dossier est ouvert."),
    "submit": _("L'équipe envoie son projet."),
    "accept": _("Le projet est accepté. On le construit ensemble."),
    "ask_for_more": _("Un complément est demandé à l'équipe."),
    "complete": _("L'équipe envoie le complément."),
    "redirect": _("Le projet est orienté vers une autre aide."),
    "merge": _("Le projet rejoint un autre projet. Les deux équipes sont d'accord."),
    "withdraw": _("L'équipe retire son projet."),
    "lapse": _("Le projet est classé, faute de nouvelles."),
    "finish_codesign": _("Le projet est prêt. Il est inscrit au comité."),
    "grant": _("Le comité dit oui."),
    "grant_with_conditions": _("Le comité dit oui, sous conditions."),
    "adjourn": _("Le comité reporte sa décision."),
    "refuse": _("Le comité dit non."),
    "lift_conditions": _("Les conditions sont remplies."),
    "return_to_committee": _("Le projet revient devant le comité."),
    "rework": _("L'équipe retravaille son projet."),
    "file_away": _("L'équipe en reste là."),
    "sign": _("L'accord est signé."),
    "cancel": _("La subvention est abandonnée."),
    "pay_advance": _("L'avance est versée."),
    "fund_without_advance": _("Le projet est financé sans avance."),
    "start": _("Le projet commence."),
    "call_off": _("Le projet s'arrête avant la fin."),
    "finish": _("Le projet est réalisé."),
    "send_report": _("L'équipe envoie son bilan."),
    "return_report": _("Le bilan est à corriger."),
    "settle": _("Les comptes sont clos."),
    "ask_refund": _("Un remboursement est demandé."),
    "receive_refund": _("Le remboursement est reçu."),
    "deliver_verdict": _("Le panel d'habitants et habitantes rend son avis."),
    "session_held": _("Une séance de travail a eu lieu avec des habitants et habitantes."),
    "exclusions_checked": _("Les dépenses sont vérifiées : rien n'est exclu par le fonds."),
    "checklist": _("La liste à vérifier avance."),
    "news": _("L'équipe donne des nouvelles."),
    "document": _("Un document est ajouté au dossier."),
    "photo": _("Une photo est ajoutée."),
    "document_removed": _("Un document est retiré du dossier."),
    "team_arranged": _("L'équipe se partage le travail."),
    "opinion_asked": _("Un avis est demandé."),
    "opinion_given": _("Un avis est rendu."),
    "milestone": _("Une étape est atteinte."),
    "milestone_back": _("Une étape n'est pas atteinte, après tout."),
    "delivery_said": _("Un habitant ou une habitante dit si c'est fait."),
    "delivery_counted": _("Une rencontre dit si c'est fait."),
    "delivery_confirmed": _("Les habitants et habitantes confirment : c'est fait."),
    "delivery_doubted": _("Les habitants et habitantes ne sont plus d'accord : est-ce fait ?"),
    "delivery_unsaid": _("Une phrase écrite avec une réponse est retirée. Voici pourquoi."),
    "delivery_waived": _("Les habitants et habitantes n'ont pas pu confirmer. Voici pourquoi."),
    "file_changed": _("L'équipe complète le dossier."),
    "causes_named": _("L'équipe dit quelles paroles ont changé le projet."),
    "causes_removed": _("Un changement ne cite plus de parole."),
    "causes_corrected": _("Une parole avait été nommée par erreur. Ce que le projet en fait sera dit de nouveau."),
    "outcome_given": _("L'équipe dit ce qu'elle fait d'une parole."),
    "outcome_confirmed": _("Une personne confirme : sa parole a bien compté ainsi."),
    "outcome_contested": _("Une personne ne se reconnaît pas dans ce qu'on a fait de sa parole."),
    "no_involvement": _("L'équipe explique pourquoi personne du quartier n'a pu prendre part."),
    "merge_proposed": _("Une équipe propose de réunir deux projets."),
    "merge_agreed": _("L'équipe est d'accord pour réunir les deux projets."),
    "merge_declined": _("L'équipe préfère garder deux projets."),
    "project_joined": _("Un autre projet a rejoint celui-ci, avec son équipe et ses paroles."),
    "revision_hidden": _("Une version du dossier n'est plus montrée."),
}
