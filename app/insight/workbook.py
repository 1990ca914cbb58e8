"""The yearly report as a workbook: a sheet a family, what each figure rests on, and the definitions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from app.clock import PARIS
from app.export import Cell, Cents, Sheet, xlsx
from app.i18n import gettext as _
from app.insight.comparing import Published
from app.insight.definition import Indicator
from app.insight.definitions import FAMILIES, INDICATORS
from app.insight.drawing import word
from app.insight.figure import Figure, Part
from app.insight.lens import Lens
from app.insight.report import base_units
from app.insight.scopes import Place, ScopeKind
from app.insight.units import Number, Unit
from app.insight.wording import UNITS, source_words

FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
"""What the name of a sheet may not hold."""


def made(lens: Lens) -> bytes:
    """Return the workbook of a year: published figures only."""
    places = [lens.place, *_inside(lens)]
    published = Published(lens, dict.fromkeys(INDICATORS, ()), [place.scope for place in places])
    sheets = [
        _family(code, str(name), places, published)
        for code, name in FAMILIES.items()
        if any(one.family == code for one in INDICATORS.values())
    ]
    return xlsx([*sheets, _parts(places, published), _definitions()])


def _inside(lens: Lens) -> list[Place]:
    """Return the cities of the metropolis, then the neighbourhoods of the place."""
    ids = {one.id for one in lens.place.neighbourhoods}
    cities = [place for place in lens.places.values() if place.scope.kind is ScopeKind.COMMUNE]
    alone = [
        place for place in lens.places.values() if place.scope.kind is ScopeKind.NEIGHBOURHOOD and place.scope.id in ids
    ]
    return [*(cities if lens.scope.kind is ScopeKind.METRO else []), *alone]


def _family(code: str, name: str, places: Sequence[Place], published: Published) -> Sheet:
    head = [_("Code"), _("Chiffre"), _("Lieu"), _("Valeur"), _("Se lit"), _("Compté"), _("Sur combien"), _("Lignes"),
            _("Unité"), _("Calculé le")]  # fmt: skip
    rows = [
        _row(one, place, published.at(one.code, place.scope))
        for one in INDICATORS.values()
        if one.family == code
        for place in places
    ]
    return Sheet(f"{code} {name}".translate(FORBIDDEN)[:31], head, rows, widths=(8, 38, 30, 12, 22, 12, 12, 8, 24, 18))


def _row(one: Indicator, place: Place, figure: Figure | None) -> list[Cell]:
    shown = figure is not None and figure.is_shown
    over, under = base_units(one)
    return [
        one.code,
        str(one.name),
        place.name,
        _cell(figure.value, one.unit) if figure and shown else None,
        word(figure),
        _cell(figure.numerator, over) if figure and shown else None,
        _cell(figure.denominator, under) if figure and shown else None,
        figure.n if figure and shown else None,
        str(UNITS[one.unit]),
        figure.computed_at.astimezone(PARIS).date().isoformat() if figure and figure.computed_at else None,
    ]


def _parts(places: Sequence[Place], published: Published) -> Sheet:
    head = [_("Code"), _("Chiffre"), _("Lieu"), _("Partie"), _("Valeur"), _("Se lit")]
    rows: list[list[Cell]] = [
        [code, str(one.name), place.name, part.label, _cell(part.value, one.part_unit or one.unit), part.said]
        for code, one in INDICATORS.items()
        for place in places
        for part in _parts_of(published.at(code, place.scope))
    ]
    return Sheet(_("Détail des parties"), head, rows, widths=(8, 38, 30, 30, 12, 22))


def _parts_of(figure: Figure | None) -> Sequence[Part]:
    return figure.parts if figure and figure.is_shown else ()


def _definitions() -> Sheet:
    head = [_("Code"), _("Chiffre"), _("Ce que ce chiffre dit"), _("Formule"), _("Unité"), _("À savoir"),
            _("Ce qui le demande"), _("Version")]  # fmt: skip
    rows: list[list[Cell]] = [
        [one.code, str(one.name), str(one.sentence), str(one.formula), str(UNITS[one.unit]), str(one.caveat),
         ", ".join(source_words(code) for code in one.sources), one.version]
        for one in INDICATORS.values()
    ]  # fmt: skip
    return Sheet(_("Définitions"), head, rows, widths=(8, 38, 60, 60, 24, 50, 50, 8))


def _cell(value: Number | None, unit: Unit) -> Cell:
    if value is None:
        return None
    if unit is Unit.EUROS:
        return Cents(round(value))
    exact = Fraction(value) if not isinstance(value, float) else None
    return exact.numerator if exact is not None and exact.denominator == 1 else round(float(value), 6)
