"""I2: how often people meet (DOMAIN §C.2)."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

from app.dialogue.models import SpaceOrigin
from app.i18n import lazy_gettext as _l
from app.insight import formulas
from app.insight.book import Book
from app.insight.definition import Indicator, ratio
from app.insight.figure import Part, Result
from app.insight.sources.meetings import MeetingRow
from app.insight.units import Unit

ORIGINS = {SpaceOrigin.EXISTING.value: _l("Lieux qui existaient"), SpaceOrigin.NEW.value: _l("Lieux nouveaux")}


def _held(row: MeetingRow) -> tuple[int, int]:
    return int(row.is_held), 0


def _of_planned(row: MeetingRow) -> tuple[int, int]:
    return int(row.is_held), 1


def _frequency(book: Book) -> Result:
    held, months = len(book.held), book.seen.months
    parts = tuple(
        Part(str(one.id), sum(row.neighbourhood_id == one.id for row in book.held), 0, one.name)
        for one in book.place.neighbourhoods
    )
    return Result(formulas.ratio(held, months), held, months, held, parts)


def _gap(book: Book) -> Result:
    days: dict[int, list[date]] = defaultdict(list)
    for row in book.held:
        days[row.neighbourhood_id].append(row.day)
    found = [gap for each in days.values() for gap in formulas.gaps(each)]
    return Result(formulas.median(found), None, None, len(found))


def _since(book: Book) -> Result:
    parts = []
    for one in book.place.neighbourhoods:
        days = [row.day for row in book.held if row.neighbourhood_id == one.id]
        parts.append(Part(str(one.id), (book.day - max(days)).days if days else None, len(days), one.name))
    known = [part.value for part in parts if part.value is not None]
    longest = max(known) if known else None
    return Result(longest, None, None, len(known), tuple(parts) if known else ())


def _coverage(book: Book) -> Result:
    quarters = book.seen.quarters()
    present = {(row.neighbourhood_id, quarter) for row in book.held for quarter in quarters if quarter.holds(row.day)}
    parts = []
    for one in book.place.neighbourhoods:
        reached = sum((one.id, quarter) in present for quarter in quarters)
        parts.append(Part(str(one.id), reached, len(quarters), one.name))
    covered, places = sum(part.value == part.n for part in parts), len(parts)
    return Result(formulas.ratio(covered, places), covered, places, places, tuple(parts))


def _split(book: Book) -> Result:
    found = Counter(row.origin.value for row in book.held)
    parts = tuple(Part(key, found[key], found[key]) for key in ORIGINS)
    new, held = found[SpaceOrigin.NEW.value], len(book.held)
    return Result(formulas.ratio(new, held), new, held, held, parts)


INDICATORS = (
    Indicator(
        code="I2a",
        name=_l("Rencontres tenues"),
        sentence=_l("Combien de rencontres se tiennent chaque mois."),
        formula="rencontres tenues / mois de la période",
        unit=Unit.PER_MONTH,
        sources=("F-46", "F-14"),
        compute=_frequency,
        rows="meetings",
        counts=_held,
        reading=_l("%(numerator)s rencontres se sont tenues, soit %(value)s."),
        caveat=_l("Une rencontre compte pour une, petite ou grande."),
        additive=True,
        part_unit=Unit.COUNT,
    ),
    Indicator(
        code="I2b",
        name=_l("Temps entre deux rencontres"),
        sentence=_l("Combien de jours séparent deux rencontres d'un même quartier."),
        formula="médiane des jours entre deux rencontres tenues qui se suivent dans un quartier",
        unit=Unit.DAYS,
        sources=("F-46", "F-27"),
        compute=_gap,
        rows="meetings",
        reading=_l("Une fois sur deux, la rencontre suivante vient en moins de %(value)s."),
        caveat=_l("Seules les rencontres de la période sont comparées entre elles."),
    ),
    Indicator(
        code="I2c",
        name=_l("Jours depuis la dernière rencontre"),
        sentence=_l("Depuis combien de jours le quartier le plus en attente ne s'est pas réuni."),
        formula="dernier jour de la période − jour de la dernière rencontre tenue",
        unit=Unit.DAYS,
        sources=("F-46",),
        compute=_since,
        rows="meetings",
        reading=_l("La plus longue attente est de %(value)s."),
        caveat=_l("Un quartier sans rencontre sur la période n'a pas de durée : il est dans le tableau."),
        part_unit=Unit.DAYS,
    ),
    Indicator(
        code="I2d",
        name=_l("Présence dans les quartiers"),
        sentence=_l("Part des quartiers où une rencontre se tient chaque trimestre."),
        formula="quartiers avec ≥ 1 rencontre tenue à chaque trimestre / quartiers",
        unit=Unit.SHARE,
        sources=("F-15", "F-46"),
        compute=_coverage,
        rows="meetings",
        reading=_l("%(numerator)s quartiers sur %(denominator)s ont eu une rencontre chaque trimestre."),
        caveat=_l("Le trimestre en cours compte déjà."),
        part_unit=Unit.COUNT,
    ),
    Indicator(
        code="I2e",
        name=_l("Lieux nouveaux et lieux confortés"),
        sentence=_l("Part des rencontres tenues dans un lieu d'échange créé depuis le contrat."),
        formula="rencontres tenues dans un lieu nouveau / rencontres tenues",
        unit=Unit.SHARE,
        sources=("F-18", "F-19"),
        compute=_split,
        rows="meetings",
        counts=lambda row: (int(row.is_held and row.origin is SpaceOrigin.NEW), int(row.is_held)),
        reading=_l("%(numerator)s rencontres sur %(denominator)s se sont tenues dans un lieu nouveau."),
        additive=True,
        part_unit=Unit.COUNT,
        part_names=ORIGINS,
    ),
    ratio(
        "meetings",
        _of_planned,
        code="I2f",
        name=_l("Rencontres annoncées et tenues"),
        sentence=_l("Part des rencontres annoncées qui se sont vraiment tenues."),
        formula="rencontres tenues / rencontres annoncées dont le jour est passé",
        unit=Unit.SHARE,
        sources=("F-46",),
        reading=_l("%(numerator)s rencontres annoncées sur %(denominator)s se sont tenues."),
        caveat=_l("Une rencontre tenue mais pas encore comptée n'y est pas."),
        additive=True,
    ),
)
