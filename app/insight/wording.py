"""The words of the screens of figures: units, and the sentences of the action sheet that ask for each figure."""

from __future__ import annotations

from app.i18n import LazyString, colon, gettext
from app.i18n import lazy_gettext as _
from app.insight.units import Unit

UNITS: dict[Unit, LazyString] = {
    Unit.COUNT: _("un nombre"),
    Unit.SHARE: _("une part, en pour cent"),
    Unit.RATIO: _("un rapport entre deux nombres"),
    Unit.INDEX: _("une note entre 0 et 1"),
    Unit.DAYS: _("des jours"),
    Unit.HOURS: _("des heures"),
    Unit.EUROS: _("des euros"),
    Unit.PER_MONTH: _("un nombre par mois"),
    Unit.POINTS: _("des points sur dix"),
    Unit.LEVEL: _("un niveau de 0 à 6"),
}

SENTENCES: dict[str, LazyString] = {
    "F-06": _("mettre en œuvre des actions issues des espaces de dialogue"),
    "F-07": _("mieux se connaître entre habitants, habitantes et autres acteurs"),
    "F-08": _("transmettre les informations sur le quartier"),
    "F-09": _("se sentir légitime à donner son avis"),
    "F-10": _("encourager les initiatives portées avec les habitants et habitantes"),
    "F-12": _("être à l'écoute et prendre en compte les demandes"),
    "F-14": _("en continu de 2024 à 2030"),
    "F-15": _("dans chacun des 13 quartiers"),
    "F-16": _("les habitants et habitantes en premier lieu, avec les acteurs du territoire"),
    "F-18": _("conforter les espaces existants"),
    "F-19": _("créer un nouveau format d'échange"),
    "F-20": _("tous les habitants et habitantes des quartiers"),
    "F-23": _("une gouvernance qui intègre les habitants et habitantes"),
    "F-24": _("une attention aux quartiers en renouvellement urbain"),
    "F-27": _("maintenir une dynamique dans la durée"),
    "F-30": _("faire évoluer les pratiques professionnelles"),
    "F-31": _("mobiliser l'ensemble des publics, dont les jeunes"),
    "F-32": _("un rapport d'égal à égal"),
    "F-33": _("favoriser la répartition des prises de parole"),
    "F-34": _("alimenter mutuellement les échanges"),
    "F-35": _("garantir l'apport de réponses aux questions posées"),
    "F-36": _("associer les habitants et habitantes, de l'origine à l'évaluation"),
    "F-37": _("un budget pour les projets issus des espaces de dialogue"),
    "F-38": _("évaluer chaque expérience"),
    "F-39": _("les moyens humains d'animation"),
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
