"""The words of the screens of figures: units, and the sentences of the action sheet that ask for each figure."""

from __future__ import annotations

from app.i18n import LazyString, colon, gettext
from app.i18n import lazy_gettext as _
from app.insight.units import Unit

UNITS: dict[Unit, LazyString] = {
    Unit.COUNT: _("un nombre"),
    Unit.SHARE: _("une part, en pour cent"),
    Unit.RATIO: _("un rapport entre deux nombres"),
    Unit.INDEX: _("un indice entre 0 et 1"),
    Unit.DAYS: _("des jours"),
    Unit.HOURS: _("des heures"),
    Unit.EUROS: _("des euros"),
    Unit.PER_MONTH: _("un nombre par mois"),
    Unit.POINTS: _("des points sur dix"),
    Unit.LEVEL: _("un niveau de 0 à 6"),
}

SENTENCES: dict[str, LazyString] = {
    "F-31": _("mobiliser l'ensemble des publics, dont les jeunes"),
    "F-32": _("un rapport d'égal à égal"),
    "F-33": _("favoriser la répartition des prises de parole"),
    "F-34": _("alimenter mutuellement les échanges"),
    "F-35": _("garantir l'apport de réponses aux questions posées"),
    "F-36": _("associer les habitants et habitantes, de l'origine à l'évaluation"),
    "F-37": _("un budget pour les projets issus des espaces de dialogue"),
    "F-38": _("évaluer chaque expérience"),
    "F-40": _("former et sensibiliser les intervenants et intervenantes"),
    "F-42": _("le fonds de participation des habitants et habitantes"),
    "F-43": _("financer les actions de formation"),
    "F-44": _("les partenaires impliqués"),
    "F-45": _("modalités de sollicitation de la parole"),
    "F-46": _("fréquence d'organisation des espaces d'échange"),
    "F-47": _("nombre et diversité des personnes mobilisées"),
    "F-48": _("nombre de projets ayant associé les habitants et habitantes"),
    "F-49": _("évolution des projets au regard des remontées"),
    "F-50": _("évolution du rapport aux institutions"),
}
"""What the action sheet T1.1 of the contract says, shortened."""


def source_words(code: str) -> str:
    """Return the sentence of the action sheet that asks for a figure, with its number."""
    sentence = SENTENCES.get(code)
    known = gettext("fiche action T1.1, phrase %(code)s", code=code)
    return f"{known}{colon()} {sentence}" if sentence else known
