"""Every indicator, by its code, in the order of DOMAIN §C."""

from __future__ import annotations

from app.i18n import lazy_gettext as _l
from app.insight.definition import Indicator
from app.insight.definitions import (
    answers,
    around,
    changes,
    experiences,
    fund,
    outreach,
    people,
    projects,
    rhythm,
    speech,
    trust,
    who,
)

_ALL = (
    *outreach.INDICATORS,
    *rhythm.INDICATORS,
    *people.COMING,
    *who.INDICATORS,
    *people.OTHER_WAYS,
    *projects.INDICATORS,
    *changes.INDICATORS,
    *trust.INDICATORS,
    *answers.INDICATORS,
    *speech.INDICATORS,
    *fund.INDICATORS,
    *around.INDICATORS,
    *experiences.INDICATORS,
)
INDICATORS: dict[str, Indicator] = {one.code: one for one in _ALL}

FAMILIES = {
    "I1": _l("Comment on va vers les habitants et habitantes"),
    "I2": _l("À quel rythme on se rencontre"),
    "I3": _l("Qui vient, qui manque"),
    "I4": _l("Les projets associent-ils les habitants et habitantes"),
    "I5": _l("La parole change-t-elle les projets"),
    "I6": _l("La confiance envers les institutions"),
    "Q": _l("Répond-on aux questions"),
    "T": _l("Qui parle"),
    "F": _l("Le fonds de participation"),
    "N": _l("Les nouvelles personnes"),
    "R": _l("La formation"),
    "A": _l("Les acteurs autour de la table"),
    "P": _l("Les expériences évaluées"),
}
