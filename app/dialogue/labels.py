"""The words people read for the lists of the dialogue."""

from __future__ import annotations

from app.dialogue.models import (
    AbsenceReason,
    AgendaKind,
    BodyKind,
    CityPosture,
    DialogueSpace,
    InfoChannel,
    InfoTheme,
    InventoryDecision,
    OutreachAction,
    OutreachMode,
    ReferralOutcome,
    SpaceKind,
    SpaceStatus,
)
from app.i18n import LazyString
from app.i18n import lazy_gettext as _

SPACES: dict[SpaceKind, LazyString] = {
    SpaceKind.CITIZEN_COUNCIL: _("Conseil citoyen"),
    SpaceKind.NEIGHBOURHOOD_TABLE: _("Table de quartier"),
    SpaceKind.SOCIAL_CENTRE: _("Rencontre au centre social"),
    SpaceKind.WALK_AUDIT: _("Visite à pied du quartier"),
    SpaceKind.PROJECT_HOUSE: _("Maison de projet"),
    SpaceKind.RESIDENTS_GROUP: _("Collectif d'habitants et d'habitantes"),
    SpaceKind.DOORSTEP: _("Rencontre en pied d'immeuble"),
    SpaceKind.LOCAL_COORDINATION: _("Coordination locale du contrat de ville"),
    SpaceKind.OTHER: _("Autre lieu d'échange"),
}

SPACE_STATUSES: dict[SpaceStatus, LazyString] = {
    SpaceStatus.ACTIVE: _("Oui"),
    SpaceStatus.PAUSED: _("Non, en pause"),
    SpaceStatus.ENDED: _("Non, c'est fini"),
}

POSTURES: dict[CityPosture, LazyString] = {
    CityPosture.LEADS: _("La ville anime"),
    CityPosture.CO_LEADS: _("La ville anime avec d'autres"),
    CityPosture.SUPPORTS: _("La ville soutient, d'autres animent"),
    CityPosture.ABSENT: _("La ville n'y est pas"),
}

DECISIONS: dict[InventoryDecision, LazyString] = {
    InventoryDecision.STRENGTHEN: _("S'appuyer dessus et le renforcer"),
    InventoryDecision.CREATE: _("Créer un nouveau lieu d'échange"),
    InventoryDecision.LEAVE: _("Ne rien changer"),
}

AGENDA: dict[AgendaKind, LazyString] = {
    AgendaKind.INFO: _("Une information"),
    AgendaKind.EXCHANGE: _("Un échange"),
    AgendaKind.PROJECT: _("Un projet"),
    AgendaKind.QUESTION: _("Une question"),
    AgendaKind.FUND: _("Le fonds de participation"),
    AgendaKind.EVALUATION: _("Un bilan"),
}

MODES: dict[OutreachMode, LazyString] = {
    OutreachMode.DOOR_TO_DOOR: _("Porte-à-porte"),
    OutreachMode.DOORSTEP: _("Pied d'immeuble"),
    OutreachMode.SCHOOL_GATE: _("Sortie d'école"),
    OutreachMode.MARKET: _("Marché"),
    OutreachMode.STREET_PARTY: _("Fête de quartier"),
    OutreachMode.DROP_IN: _("Permanence"),
    OutreachMode.CARETAKER: _("Gardien ou gardienne d'immeuble"),
    OutreachMode.FRIEND: _("Une personne en amène une autre"),
    OutreachMode.WALK_AUDIT: _("Visite à pied"),
    OutreachMode.PHONE_CALL: _("Appel téléphonique"),
    OutreachMode.SMS: _("SMS"),
    OutreachMode.LETTER: _("Courrier"),
    OutreachMode.FLYER: _("Tract"),
    OutreachMode.HALL_POSTER: _("Affiche dans les halls"),
    OutreachMode.ASSOCIATION: _("Par une association"),
    OutreachMode.SOCIAL_MEDIA: _("Réseaux sociaux"),
    OutreachMode.DRAWN_BY_LOT: _("Tirage au sort"),
    OutreachMode.OTHER: _("Autre façon"),
}

ABSENCES: dict[AbsenceReason, LazyString] = {
    AbsenceReason.NO_TIME: _("Pas le temps, pas la bonne heure"),
    AbsenceReason.NOT_USEFUL: _("Cela ne sert à rien"),
    AbsenceReason.NOT_HEARD: _("Pas écouté, pas écoutée"),
    AbsenceReason.CONFLICT: _("Une dispute, un désaccord"),
    AbsenceReason.MOVED: _("A déménagé"),
    AbsenceReason.CHILDCARE: _("Personne pour garder les enfants"),
    AbsenceReason.LANGUAGE: _("La langue"),
}

THEMES: dict[InfoTheme, LazyString] = {
    InfoTheme.WORKS: _("Travaux"),
    InfoTheme.HOUSING: _("Logement"),
    InfoTheme.CLEANLINESS: _("Propreté"),
    InfoTheme.SAFETY: _("Tranquillité"),
    InfoTheme.YOUTH: _("Enfants et jeunes"),
    InfoTheme.HEALTH: _("Santé"),
    InfoTheme.JOBS: _("Emploi et formation"),
    InfoTheme.TRANSPORT: _("Déplacements"),
    InfoTheme.CULTURE: _("Culture et sport"),
    InfoTheme.WHO_DOES_WHAT: _("Qui fait quoi"),
}

INFO_CHANNELS: dict[InfoChannel, LazyString] = {
    InfoChannel.HALL_POSTER: _("Affiche dans les halls"),
    InfoChannel.MEETING: _("Prochaine rencontre"),
    InfoChannel.SOCIAL_CENTRE: _("Centre social"),
    InfoChannel.SMS: _("SMS"),
    InfoChannel.MARKET: _("Marché"),
}


BODIES: dict[BodyKind, LazyString] = {
    BodyKind.LOCAL_COORDINATION: _("Coordination locale"),
    BodyKind.PLENARY: _("Assemblée plénière"),
    BodyKind.STEERING: _("Comité de pilotage"),
}

REFERRALS: dict[ReferralOutcome, LazyString] = {
    ReferralOutcome.WAITING: _("Pas encore de suite"),
    ReferralOutcome.ADOPTED: _("Adopté"),
    ReferralOutcome.PARTLY: _("Adopté en partie"),
    ReferralOutcome.REFUSED: _("Refusé, avec la raison"),
    ReferralOutcome.PASSED_ON: _("Transmis à qui peut décider"),
}


def kind_of(space: DialogueSpace) -> str:
    """Name the sort of a space: its own words when the list has none."""
    return space.kind_words or str(SPACES[space.kind])


def mode_of(action: OutreachAction) -> str:
    """Name a way of reaching people: its own words when the list has none."""
    return action.mode_words or str(MODES[action.mode])
