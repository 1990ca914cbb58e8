"""The words people read for what is counted in a meeting."""

from __future__ import annotations

from enum import StrEnum

from app.dialogue.counting import Fault, Light
from app.dialogue.models.tally import AgeBand, Attendee, HeardVia, Measure, Novelty, Sex
from app.i18n import LazyString, gettext
from app.i18n import lazy_gettext as _
from app.suppression import Few, Hidden, Shown

MEASURES: dict[Measure, LazyString] = {
    Measure.PRESENT: _("Personnes présentes"),
    Measure.NOVELTY: _("Habitants et habitantes : est-ce la première fois ?"),
    Measure.AGE: _("Habitants et habitantes : âge"),
    Measure.SEX: _("Habitants et habitantes : femmes et hommes"),
    Measure.HEARD: _("Comment ils et elles l'ont su"),
    Measure.NEW_HEARD: _("Comment les personnes nouvelles l'ont su"),
    Measure.TURNS: _("Prises de parole"),
    Measure.VOICES: _("Personnes qui ont parlé au moins une fois"),
    Measure.SPOKEN: _("Prises de parole des femmes et des hommes"),
}

ATTENDEES: dict[StrEnum, LazyString] = {
    Attendee.RESIDENT: _("Habitants et habitantes"),
    Attendee.ASSOCIATION: _("Associations"),
    Attendee.INSTITUTION: _("Institutions"),
    Attendee.ELECTED: _("Élus et élues"),
    Attendee.OTHER: _("Autres"),
}

NOVELTIES: dict[StrEnum, LazyString] = {
    Novelty.FIRST_EVER: _("Première fois"),
    Novelty.FIRST_THIS_YEAR: _("Première fois cette année"),
    Novelty.RETURNING: _("Déjà venu ou venue cette année"),
    Novelty.UNSAID: _("Sans réponse"),
}

AGES: dict[StrEnum, LazyString] = {
    AgeBand.UNDER_18: _("Moins de 18 ans"),
    AgeBand.FROM_18: _("18 à 24 ans"),
    AgeBand.FROM_25: _("25 à 39 ans"),
    AgeBand.FROM_40: _("40 à 59 ans"),
    AgeBand.FROM_60: _("60 ans et plus"),
}

SEXES: dict[StrEnum, LazyString] = {Sex.WOMAN: _("Femme"), Sex.MAN: _("Homme")}

HEARD: dict[StrEnum, LazyString] = {
    HeardVia.FRIEND: _("Une personne me l'a dit"),
    HeardVia.HALL_POSTER: _("Une affiche"),
    HeardVia.FLYER: _("Un tract"),
    HeardVia.DOOR_TO_DOOR: _("On est venu chez moi"),
    HeardVia.SCHOOL_GATE: _("À l'école"),
    HeardVia.SMS: _("Un SMS ou un appel"),
    HeardVia.ASSOCIATION: _("Une association"),
    HeardVia.SOCIAL_MEDIA: _("Internet"),
    HeardVia.OTHER: _("Autrement"),
}

WORDS: dict[Measure, dict[StrEnum, LazyString]] = {
    Measure.PRESENT: ATTENDEES,
    Measure.NOVELTY: NOVELTIES,
    Measure.AGE: AGES,
    Measure.SEX: SEXES,
    Measure.HEARD: HEARD,
    Measure.NEW_HEARD: HEARD,
    Measure.TURNS: ATTENDEES,
    Measure.VOICES: ATTENDEES,
    Measure.SPOKEN: SEXES,
}

LIGHTS: dict[Light, LazyString] = {
    Light.OFF: _("Pas encore assez de prises de parole pour juger."),
    Light.SHARED: _("La parole est partagée. Institutions : %(share)s."),
    Light.AMBER: _("Attention, institutions : %(share)s. Donnez la parole à la salle."),
    Light.RED: _("Trop d'institutions : %(share)s. Rendez la parole à la salle."),
}
"""`share` is a percentage; institutions are services and elected people together."""

FAULTS: dict[Fault, LazyString] = {
    Fault.NOVELTY: _(
        "Les réponses à « est-ce la première fois » font %(found)s, pour %(limit)s habitants et habitantes."
    ),
    Fault.AGE: _("Les âges font %(found)s, pour %(limit)s habitants et habitantes."),
    Fault.SEX: _("Femmes et hommes font %(found)s, pour %(limit)s habitants et habitantes."),
    Fault.HEARD: _("« Comment ils et elles l'ont su » fait %(found)s, pour %(limit)s personnes."),
    Fault.NEW_HEARD: _("Une façon de l'avoir su compte %(found)s personnes nouvelles, sur %(limit)s en tout."),
    Fault.NEWCOMERS: _(
        "« Comment les personnes nouvelles l'ont su » fait %(found)s, pour %(limit)s « première fois »."
    ),
    Fault.VOICES: _("Une ligne compte %(found)s personnes qui ont parlé, pour %(limit)s prises de parole."),
    Fault.SPEAKERS: _("%(found)s habitants et habitantes ont parlé, pour %(limit)s présents et présentes."),
    Fault.SPOKEN: _("Les prises de parole des femmes et des hommes font %(found)s, sur %(limit)s en tout."),
}


def shown(count: Shown) -> str:
    """Write a published count: the filter `few` of templates."""
    if isinstance(count, Few):
        return gettext("moins de 5")
    return gettext("non publié") if isinstance(count, Hidden) else str(count)


def word(measure: Measure, key: str) -> str:
    """Name what a cell counts."""
    return str(next(text for known, text in WORDS[measure].items() if known.value == key))
