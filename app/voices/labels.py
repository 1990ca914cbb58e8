"""The words people read for what was said, for questions and for their answers."""

from __future__ import annotations

from app.i18n import LazyString
from app.i18n import lazy_gettext as _
from app.voices.models import Channel, ContributionKind, ReplyWay, VoiceTheme
from app.voices.question_models import AnswerKind, CommitmentState, Feedback, TellingWay

KINDS: dict[ContributionKind, LazyString] = {
    ContributionKind.QUESTION: _("Question"),
    ContributionKind.IDEA: _("Idée"),
    ContributionKind.FEELING: _("Ressenti"),
    ContributionKind.OPINION: _("Avis"),
    ContributionKind.REPORT: _("Signalement"),
}

CHANNELS: dict[Channel, LazyString] = {
    Channel.MEETING: _("En rencontre"),
    Channel.SLIP: _("Sur un papier"),
    Channel.CALL: _("Au téléphone"),
    Channel.SMS: _("Par SMS"),
    Channel.WEB: _("Sur le site"),
    Channel.HELPER: _("Avec l'aide de quelqu'un"),
}

THEMES: dict[VoiceTheme, LazyString] = {
    VoiceTheme.HOUSING: _("Logement, immeuble"),
    VoiceTheme.PUBLIC_SPACE: _("Rues, places, jardins"),
    VoiceTheme.CLEANLINESS: _("Propreté"),
    VoiceTheme.SAFETY: _("Sécurité, tranquillité"),
    VoiceTheme.TRANSPORT: _("Transports"),
    VoiceTheme.SCHOOL_YOUTH: _("École, jeunesse"),
    VoiceTheme.WORK: _("Emploi"),
    VoiceTheme.CARE: _("Santé, entraide"),
    VoiceTheme.CULTURE_SPORT: _("Culture, sport"),
    VoiceTheme.RENEWAL: _("Travaux du quartier"),
    VoiceTheme.OTHER: _("Autre chose"),
}

REPLY_WAYS: dict[ReplyWay, LazyString] = {
    ReplyWay.MESSAGE: _("Par un message ou un appel"),
    ReplyWay.MEETING: _("À la prochaine rencontre"),
    ReplyWay.POSTER: _("Sur l'affiche du quartier"),
    ReplyWay.NONE: _("Pas besoin de prévenir"),
}

ANSWERS: dict[AnswerKind, LazyString] = {
    AnswerKind.YES: _("Oui"),
    AnswerKind.PARTLY: _("En partie"),
    AnswerKind.NO: _("Non"),
    AnswerKind.INTERIM: _("Pas encore : voici où nous en sommes"),
    AnswerKind.NOT_OURS: _("Ce n'est pas à nous de répondre"),
}

TOLD: dict[TellingWay, LazyString] = {
    TellingWay.MESSAGE: _("Par message, à la personne"),
    TellingWay.MEETING: _("En rencontre"),
    TellingWay.POSTER: _("Par affiche dans le quartier"),
    TellingWay.VOICE: _("De vive voix"),
}

FEEDBACK: dict[Feedback, LazyString] = {
    Feedback.CLEAR: _("C'est clair"),
    Feedback.NOT_CLEAR: _("Ce n'est pas clair"),
    Feedback.DISAGREE: _("Je ne suis pas d'accord"),
}

COMMITMENTS: dict[CommitmentState, LazyString] = {
    CommitmentState.OPEN: _("En cours"),
    CommitmentState.KEPT: _("Tenu"),
    CommitmentState.DROPPED: _("Abandonné"),
}

PAST: dict[str, LazyString] = {
    "begin": _("La question est posée."),
    "acknowledge": _("La question est reçue. Elle a son numéro."),
    "set_aside": _("Le message est mis de côté."),
    "qualify": _("La question est triée."),
    "merge": _("La question est réunie avec une question semblable."),
    "withdraw": _("La question est retirée."),
    "assign": _("La question est confiée à un service."),
    "transfer": _("La question est passée à un autre service."),
    "accept": _("Le service accepte de répondre."),
    "decline": _("Le service dit que ce n'est pas à lui de répondre."),
    "come_back": _("Le service n'a pas dit s'il répondait. La question revient à la personne référente."),
    "take_back": _("La personne référente reprend la question."),
    "draft": _("Une réponse est proposée."),
    "give_interim": _("Le service dit où il en est, et donne une date."),
    "send_back": _("Une autre version de la réponse est demandée."),
    "approve": _("La réponse est relue et approuvée."),
    "publish": _("La réponse est publiée."),
    "report_back": _("La réponse a été dite."),
    "close": _("La question est close."),
    "close_by_silence": _("La question est close, sans nouvelle de la personne."),
    "reopen": _("La réponse ne convient pas. La question est rouverte."),
    "ask_mediation": _("Le désaccord reste. On en parlera ensemble."),
    "reminder": _("La réponse tarde : un rappel est parti."),
    "merged_here": _("Une question semblable est réunie avec celle-ci."),
    "unmerged_here": _("Une question réunie par erreur reprend son chemin."),
    "feedback": _("La personne a dit ce qu'elle pense de la réponse."),
    "commitment_kept": _("Un engagement est tenu."),
    "commitment_dropped": _("Un engagement est abandonné."),
    "urgent_call": _("C'est urgent : quelqu'un a été appelé."),
    "made_private": _("La question concerne une seule personne. Elle n'est pas publiée."),
}
