"""What the yearly report of the steering committee says, as values for its printed form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app import charts
from app.i18n import colon
from app.i18n import gettext as _
from app.insight.cards import QuestionCard, question_cards
from app.insight.comparing import Published
from app.insight.definition import Indicator
from app.insight.definitions import FAMILIES, INDICATORS
from app.insight.drawing import word
from app.insight.figure import Figure
from app.insight.lens import Lens
from app.insight.scopes import Place
from app.insight.steering import FIRST, QUESTIONS, Drawing
from app.insight.tiles import tile_map
from app.insight.units import NOTHING, Unit, written
from app.insight.wording import UNITS, source_words
from app.territory.zoning import RIVERS

MAPPED = "I2a"
FIXED_PARTS = 6
"""The figures computed, those read, the map, the tables, the method, the printing."""


def parts_of(place: Place) -> int:
    """Return how many parts the report of a place is made of: what whoever waits sees go by."""
    return FIXED_PARTS + len(QUESTIONS) + len(place.neighbourhoods)


def content(lens: Lens, part_made: Callable[[], None]) -> dict[str, Any]:
    """Return everything the printed report says, in the language in use; `part_made` is called after each part."""
    published = Published(lens, dict.fromkeys(INDICATORS, (Drawing.PLACES, Drawing.YEARS)))
    part_made()
    questions = []
    for one in question_cards(lens, published):
        questions.append(_question(one, published))
        part_made()
    shown = _map(lens, published)
    part_made()
    families = _families(published)
    part_made()
    annex = []
    for place in lens.place.neighbourhoods:
        annex.append(_neighbourhood(lens, published, place.id))
        part_made()
    method = _method()
    part_made()
    parts = {"questions": questions, "map": shown, "families": families, "annex": annex, "method": method}
    return _words(lens) | parts


def _words(lens: Lens) -> dict[str, Any]:
    return {
        "title": _("Rapport de l'année %(year)s", year=lens.year),
        "place": lens.place.name,
        "subtitle": _("Participation des habitants et habitantes des quartiers prioritaires"),
        "lead": _("Six questions, et ce que les faits répondent."),
        "summary_title": _("En une page"),
        "map_title": _("La carte des quartiers"),
        "figures_title": _("Tous les chiffres"),
        "annex_title": _("Quartier par quartier"),
        "method_title": _("Comment c'est calculé"),
        "years_title": _("Année après année"),
        "head": [_("Chiffre"), _("Valeur"), _("Sur quoi"), _("Ce que cela dit")],
        "short_head": [_("Chiffre"), _("Valeur"), _("Ce que cela dit")],
        "caution": [
            _("Les petits nombres sont cachés : on ne doit reconnaître personne."),
            _("Un chiffre ne se lit pas quand plus de quatre réponses sur dix manquent."),
            _("Une évolution n'est affirmée que si le hasard ne suffit pas à l'expliquer."),
            _("Un chiffre constate. Il ne dit pas à lui seul pourquoi."),
        ],
    }


def _question(one: QuestionCard, published: Published) -> dict[str, Any]:
    drawn = one.picture.compared if one.picture else None
    return {
        "title": str(one.title),
        "name": str(one.main.indicator.name),
        "said": one.main.said,
        "reading": _reading(one.main.figure),
        "chart": charts.svg(drawn.chart) if drawn else "",
        "chart_title": drawn.chart.title if drawn else "",
        "alt": drawn.chart.description if drawn else "",
        "years": [[str(year), word(found)] for year, found in published.by_year(one.main.indicator.code).items()],
        "others": [
            [str(other.indicator.name), other.said, _reading(other.figure)]
            for other in one.others
        ],
    }  # fmt: skip


def _map(lens: Lens, published: Published) -> dict[str, Any]:
    one = INDICATORS[MAPPED]
    shown = tile_map(lens.neighbourhoods, published.by_place(MAPPED), one.unit)
    tiles = [
        {"x": tile.x, "y": tile.y, "name": tile.place.name, "said": tile.said, "level": tile.level}
        for tile in shown.tiles
    ]
    return {
        "title": str(one.name),
        "tiles": [tile for tile in tiles if tile["x"] is not None],
        "others": [f"{tile['name']}{colon()} {tile['said']}" for tile in tiles if tile["x"] is None],
        "rivers": [{"name": name, "y": row} for name, row in RIVERS.items()],
        "legend": [{"level": level, "words": words} for level, words in shown.legend],
    }


def _families(published: Published) -> list[dict[str, Any]]:
    return [
        {
            "name": str(name),
            "rows": [_line(published, code) for code, one in INDICATORS.items() if one.family == family],
        }
        for family, name in FAMILIES.items()
        if any(one.family == family for one in INDICATORS.values())
    ]


def _line(published: Published, code: str) -> list[str]:
    found = published.at(code)
    return [str(INDICATORS[code].name), word(found), base_of(found), _reading(found)]


def base_of(figure: Figure | None) -> str:
    """Return the numerator and the denominator of a figure in words; a dash when it has none to show."""
    if figure is None or not figure.is_shown or figure.denominator is None:
        return NOTHING
    over, under = base_units(figure.indicator)
    return f"{written(figure.numerator, over)} / {written(figure.denominator, under)}"


def base_units(one: Indicator) -> tuple[Unit, Unit]:
    """Return what the numerator and the denominator of a figure are counted in."""
    over = Unit.EUROS if one.money or one.unit is Unit.EUROS else Unit.COUNT
    return over, Unit.EUROS if one.money else Unit.COUNT


def _neighbourhood(lens: Lens, published: Published, neighbourhood_id: int) -> dict[str, Any]:
    place = next(one for one in lens.neighbourhoods if one.scope.id == neighbourhood_id)
    rows = [(code, published.at(code, place.scope)) for code in FIRST if code in INDICATORS]
    return {
        "name": place.name,
        "city": place.neighbourhoods[0].commune.name,
        "rows": [[str(INDICATORS[code].name), word(found), _reading(found)] for code, found in rows],
    }


def _method() -> list[dict[str, Any]]:
    return [
        {
            "name": str(one.name),
            "facts": [
                [_("Ce que ce chiffre dit") + colon(), str(one.sentence)],
                [_("Formule") + colon(), str(one.formula)],
                [_("Unité") + colon(), str(UNITS[one.unit])],
                *([[_("À savoir") + colon(), str(one.caveat)]] if str(one.caveat) else []),
                [_("Ce qui le demande") + colon(), ", ".join(source_words(code) for code in one.sources)],
                [_("Définition") + colon(), f"{one.code}, " + _("version %(number)s", number=one.version)],
            ],
        }
        for one in INDICATORS.values()
    ]


def _reading(figure: Figure | None) -> str:
    return figure.reading if figure else _("Ce chiffre n'a pas encore été calculé.")
