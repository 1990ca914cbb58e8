"""I1: how people are reached (DOMAIN §C.1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from fractions import Fraction

from app.dialogue.labels import MODES
from app.dialogue.models import FACE_TO_FACE, OutreachMode
from app.dialogue.models.tally import HeardVia, Measure
from app.dialogue.tally_labels import HEARD
from app.i18n import lazy_gettext as _l
from app.insight import formulas
from app.insight.book import Book
from app.insight.definition import Indicator, ratio, sum_of
from app.insight.figure import Part, Result
from app.insight.sources.dialogue import OutreachRow
from app.insight.sources.meetings import MeetingRow
from app.insight.units import Unit

ENOUGH_MODES = 3
HEARD_AS: dict[OutreachMode, HeardVia] = {
    OutreachMode.DOOR_TO_DOOR: HeardVia.DOOR_TO_DOOR,
    OutreachMode.SCHOOL_GATE: HeardVia.SCHOOL_GATE,
    OutreachMode.SMS: HeardVia.SMS,
    OutreachMode.PHONE_CALL: HeardVia.SMS,
    OutreachMode.FLYER: HeardVia.FLYER,
    OutreachMode.LETTER: HeardVia.FLYER,
    OutreachMode.HALL_POSTER: HeardVia.HALL_POSTER,
    OutreachMode.ASSOCIATION: HeardVia.ASSOCIATION,
    OutreachMode.FRIEND: HeardVia.FRIEND,
    OutreachMode.SOCIAL_MEDIA: HeardVia.SOCIAL_MEDIA,
}
"""What residents answer at the door when they were reached in one way; any other way is told as OTHER."""

_MODE_NAMES = {mode.value: name for mode, name in MODES.items()}
_HEARD_NAMES = {mode.value: name for mode, name in HEARD.items()}
_DECLARED = _l("Ce que les équipes notent elles-mêmes. Une action oubliée n'est pas comptée.")
_ASKED = _l("Repose sur ce que les personnes nouvelles répondent à l'entrée.")


def newcomers_by_mode(book: Book) -> dict[str, int]:
    """Return newcomers by the way they heard of the meeting."""
    found: Counter[str] = Counter({mode.value: 0 for mode in HeardVia})
    for row in book.held:
        found.update(row.of(Measure.NEW_HEARD))
    return dict(found)


def _by_mode(book: Book, of: str) -> dict[str, int]:
    found: Counter[str] = Counter()
    for row in book.outreach:
        found[HEARD_AS.get(row.mode, HeardVia.OTHER).value] += getattr(row, of)
    return dict(found)


def _parts_by_mode(values: Mapping[str, Fraction | int | None], n: Mapping[str, int]) -> tuple[Part, ...]:
    keys = [mode.value for mode in HeardVia if mode.value in values]
    return tuple(Part(key, values[key], n.get(key, 0)) for key in keys)


def _modes(book: Book) -> Result:
    used = Counter(row.mode.value for row in book.outreach)
    parts = tuple(Part(mode.value, used[mode.value], used[mode.value]) for mode in OutreachMode if used[mode.value])
    return Result(len(used), len(used), None, len(book.outreach), parts)


def _hours(book: Book) -> Result:
    spent: Counter[str] = Counter()
    for row in book.outreach:
        spent[row.mode.value] += row.minutes
    actions = Counter(row.mode.value for row in book.outreach)
    parts = tuple(
        Part(mode.value, Fraction(spent[mode.value], 60), actions[mode.value])
        for mode in OutreachMode
        if actions[mode.value]
    )
    minutes = sum(spent.values())
    return Result(Fraction(minutes, 60), minutes, None, len(book.outreach), parts)


def _summed(of: str) -> Callable[[Book], Result]:
    def compute(book: Book) -> Result:
        found = _by_mode(book, of)
        whole = sum(found.values())
        return Result(whole, whole, None, len(book.outreach), _parts_by_mode(found, found))

    return compute


def _conversion(book: Book) -> Result:
    new, reached = newcomers_by_mode(book), _by_mode(book, "reached")
    parts = _parts_by_mode({mode: formulas.ratio(new[mode], count) for mode, count in reached.items()}, new)
    top, bottom = sum(new[mode] for mode in reached), sum(reached.values())
    return Result(formulas.ratio(top, bottom), top, bottom, bottom, parts)


def _cost(book: Book) -> Result:
    new, cents = newcomers_by_mode(book), _by_mode(book, "cents")
    parts = _parts_by_mode({mode: formulas.ratio(spent, new[mode]) for mode, spent in cents.items()}, new)
    top, bottom = sum(cents.values()), sum(new[mode] for mode in cents)
    return Result(formulas.ratio(top, bottom), top, bottom, bottom, parts)


def _entry(book: Book) -> Result:
    new = newcomers_by_mode(book)
    known = formulas.shares(new)
    parts = tuple(Part(mode, share, new[mode]) for mode, share in known.items() if share)
    return Result(formulas.diversity(new), None, sum(new.values()), sum(new.values()), parts)


def _enough(row: MeetingRow) -> tuple[int, int]:
    several = len(row.modes) >= ENOUGH_MODES and bool(row.modes & FACE_TO_FACE)
    return int(row.is_held and several), int(row.is_held)


def _reached(row: OutreachRow) -> tuple[int, int]:
    return row.reached, 0


def _contacts(row: OutreachRow) -> tuple[int, int]:
    return row.contacts, 0


INDICATORS = (
    Indicator(
        code="I1a",
        name=_l("Façons d'aller vers les gens"),
        sentence=_l("Combien de façons différentes d'aller vers les habitants et habitantes ont servi."),
        formula="nombre de modes distincts parmi les actions de la période",
        unit=Unit.COUNT,
        sources=("F-45",),
        compute=_modes,
        rows="outreach",
        reading=_l("%(value)s façons d'aller vers les gens, en %(n)s actions."),
        caveat=_DECLARED,
        part_names=_MODE_NAMES,
    ),
    Indicator(
        code="I1b",
        name=_l("Temps passé à aller vers les gens"),
        sentence=_l("Combien d'heures ont servi à aller vers les habitants et habitantes, par mode."),
        formula="Σ minutes notées / 60, par mode",
        unit=Unit.HOURS,
        sources=("F-45", "F-39"),
        compute=_hours,
        rows="outreach",
        counts=lambda row: (row.minutes, 0),
        reading=_l("%(n)s actions ont pris %(value)s."),
        caveat=_DECLARED,
        additive=True,
        part_names=_MODE_NAMES,
    ),
    Indicator(
        code="I1c",
        name=_l("Personnes approchées"),
        sentence=_l("Combien de personnes ont été approchées, par mode."),
        formula="Σ personnes approchées, par mode",
        unit=Unit.COUNT,
        sources=("F-45",),
        compute=_summed("reached"),
        rows="outreach",
        counts=_reached,
        reading=_l("%(value)s personnes approchées, une même personne comptant plusieurs fois."),
        caveat=_DECLARED,
        additive=True,
        part_names=_HEARD_NAMES,
    ),
    Indicator(
        code="I1ct",
        name=_l("Contacts laissés"),
        sentence=_l("Combien de personnes approchées ont laissé de quoi les rappeler."),
        formula="Σ contacts laissés",
        unit=Unit.COUNT,
        sources=("F-45",),
        compute=sum_of("outreach", _contacts),
        rows="outreach",
        counts=_contacts,
        reading=_l("%(value)s personnes ont laissé un contact."),
        caveat=_DECLARED,
        additive=True,
        people=("contacts",),
    ),
    Indicator(
        code="I1d",
        name=_l("Ce que chaque façon fait venir"),
        sentence=_l("Pour cent personnes approchées, combien viennent pour la première fois."),
        formula="personnes nouvelles venues par un mode / personnes approchées par ce mode",
        unit=Unit.SHARE,
        sources=("F-45", "F-31"),
        compute=_conversion,
        rows="outreach",
        reading=_l("%(numerator)s personnes nouvelles sont venues, pour %(denominator)s approchées."),
        caveat=_ASKED,
        people=("entry",),
        part_names=_HEARD_NAMES,
    ),
    Indicator(
        code="I1e",
        name=_l("Dépense par personne nouvelle"),
        sentence=_l("Ce qu'a coûté, par mode, chaque personne nouvelle venue."),
        formula="Σ coût du mode / personnes nouvelles venues par ce mode",
        unit=Unit.EUROS,
        sources=("F-45", "F-39"),
        compute=_cost,
        rows="outreach",
        counts=lambda row: (row.cents, 0),
        reading=_l("Chaque personne nouvelle a coûté %(value)s, sans compter le temps passé."),
        caveat=_l("Le temps de travail n'est pas compté en argent."),
        people=("entry",),
        part_names=_HEARD_NAMES,
    ),
    Indicator(
        code="I1f",
        name=_l("Variété des portes d'entrée"),
        sentence=_l("Si deux personnes nouvelles sont venues par deux chemins différents."),
        formula="1 − Σ p², p la part des personnes nouvelles venues par chaque mode",
        unit=Unit.INDEX,
        sources=("F-45",),
        compute=_entry,
        rows="meetings",
        reading=_l("Note de %(value)s sur 1 : plus elle approche de 1, plus les chemins sont variés."),
        caveat=_ASKED,
        people=("entry",),
        part_unit=Unit.SHARE,
        part_names=_HEARD_NAMES,
    ),
    ratio(
        "meetings",
        _enough,
        code="I1g",
        name=_l("Rencontres annoncées de plusieurs façons"),
        sentence=_l("Part des rencontres annoncées de trois façons au moins, dont une de vive voix."),
        formula="rencontres tenues avec ≥ 3 modes dont ≥ 1 en face à face / rencontres tenues",
        unit=Unit.SHARE,
        sources=("F-45",),
        reading=_l("%(numerator)s rencontres sur %(denominator)s ont été annoncées de trois façons au moins."),
        caveat=_DECLARED,
        additive=True,
    ),
)
