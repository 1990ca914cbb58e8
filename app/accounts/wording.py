"""How accounts are told on screen: channels, roles, ways of helping."""

from __future__ import annotations

from app.accounts.models import AssistedMode, PreferredChannel, Purpose, Role
from app.i18n import lazy_gettext as _

CHANNELS = {
    PreferredChannel.EMAIL: _("Par e-mail"),
    PreferredChannel.SMS: _("Par SMS"),
    PreferredChannel.CALL: _("Par un appel téléphonique"),
    PreferredChannel.LETTER: _("Par courrier papier"),
}

ROLES = {
    Role.HELPER: _("Médiateur ou médiatrice"),
    Role.FACILITATOR: _("Animateur ou animatrice"),
    Role.COMMITTEE_SECRETARY: _("Secrétariat du comité"),
    Role.REFERENT: _("Personne référente"),
    Role.GESTIONNAIRE: _("Association gestionnaire"),
    Role.FINANCE: _("Contrôle financier"),
    Role.ANSWERER: _("Service qui répond"),
    Role.METRO_ADMIN: _("Administration de la Métropole"),
    Role.EVALUATOR: _("Évaluateur ou évaluatrice"),
}

MODES = {
    AssistedMode.ORAL: _("De vive voix"),
    AssistedMode.PHONE: _("Au téléphone"),
    AssistedMode.PAPER: _("Sur une feuille"),
    AssistedMode.SMS: _("Par SMS"),
    AssistedMode.VOICE_MESSAGE: _("Par message vocal"),
}

AGREEMENTS = {
    "read_back": _("J'ai relu à voix haute, la personne a dit oui"),
    "signed": _("La personne a signé une feuille"),
    "witness": _("La personne a dit oui devant une personne témoin"),
}

PURPOSES = {
    Purpose.INVITATIONS: (
        _("M'inviter aux rencontres"),
        _("La note de la semaine vous annonce les prochaines rencontres de votre quartier."),
    ),
}
"""What a person may agree to: a title, and what it means."""
