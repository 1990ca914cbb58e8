"""The words of opinions."""

from __future__ import annotations

from app.i18n import LazyString
from app.i18n import lazy_gettext as _
from app.projects.models import OpinionChannel, OpinionValue

VALUES: dict[OpinionValue, LazyString] = {
    OpinionValue.FAVOURABLE: _("Favorable"),
    OpinionValue.RESERVE: _("Favorable avec réserve"),
    OpinionValue.UNFAVOURABLE: _("Défavorable"),
    OpinionValue.NO_OPINION: _("Sans avis"),
}
HELP: dict[str, LazyString] = {
    OpinionValue.FAVOURABLE.value: _("Le projet peut se faire."),
    OpinionValue.RESERVE.value: _("Oui, à une condition. Dites laquelle."),
    OpinionValue.UNFAVOURABLE.value: _("Non. Dites pourquoi."),
    OpinionValue.NO_OPINION.value: _("Cela ne dépend pas de vous. Dites de qui."),
}
TONES: dict[OpinionValue, str] = {
    OpinionValue.FAVOURABLE: "calm",
    OpinionValue.RESERVE: "act",
    OpinionValue.UNFAVOURABLE: "late",
    OpinionValue.NO_OPINION: "done",
}
CHANNELS: dict[OpinionChannel, LazyString] = {
    OpinionChannel.ONLINE: _("en ligne"),
    OpinionChannel.PHONE: _("par téléphone"),
    OpinionChannel.LETTER: _("par courrier"),
    OpinionChannel.EMAIL: _("par e-mail"),
    OpinionChannel.MEETING: _("en rencontre"),
}
