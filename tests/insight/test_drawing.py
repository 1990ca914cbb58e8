"""What is drawn of figures: bars in order, tiles on a map, and what an address asks to look at."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from app.insight import drawing, tiles
from app.insight.definitions import INDICATORS
from app.insight.figure import Figure, Part, Result, Status
from app.insight.lens import lens_of
from app.insight.scopes import Period, Place, Scope
from app.insight.units import Unit
from app.territory import services as territory
from app.territory.models import Neighbourhood
from app.territory.zoning import MAP_COLUMNS, MAP_ROWS, PLACES, RIVERS


def figure(value: int | Fraction, status: Status | None = None) -> Figure:
    return INDICATORS["Q1"].figure(Result(value, value, 1, 9), status)


def place(number: int, tile: tuple[int, int] | None) -> Place:
    x, y = tile or (None, None)
    name = f"Quartier {number}"
    return Place(Scope.neighbourhood(number), name, (Neighbourhood(id=number, name=name, map_x=x, map_y=y),))


def mapped(values: Sequence[int | Fraction | None], tile: tuple[int, int] | None = None) -> tiles.TileMap:
    found = {Scope.neighbourhood(rank): None if one is None else figure(one) for rank, one in enumerate(values)}
    return tiles.tile_map([place(rank, tile) for rank in range(len(values))], found, Unit.SHARE)


def test_bars_go_from_the_largest_to_those_that_cannot_be_read() -> None:
    figures = {"Petit": figure(Fraction(1, 10)), "Caché": figure(1, Status.FEW), "Grand": figure(1), "Rien": None}

    rows = drawing.place_bars(figures.items())

    assert [row.label for row in rows] == ["Grand", "Petit", "Caché", "Rien"]
    assert [row.value for row in rows] == [1.0, 0.1, None, None]
    assert [row.said for row in rows[2:]] == ["trop peu de personnes", "–"]


def test_what_is_hidden_has_no_length_on_a_chart() -> None:
    rows = drawing.place_bars([("Caché", figure(Fraction(3, 7), Status.FEW))])

    chart = drawing.bars("Réponses", rows)

    assert "0.42" not in str(chart.spec)
    assert "3/7" not in str(chart)


def test_shades_share_out_what_lies_below_the_largest_value() -> None:
    values = (0, Fraction(1, 4), Fraction(3, 5), 1, None)

    shown = mapped(values, (0, 0))

    assert [tile.level for tile in shown.tiles] == [1, 2, 3, 4, 0]
    assert shown.tiles[3].said == "100\N{NO-BREAK SPACE}%"
    assert len(shown.legend) == tiles.LEVELS + 1


def test_a_map_of_zeros_divides_by_nothing() -> None:
    shown = mapped([0])

    assert [(tile.level, tile.x) for tile in shown.tiles] == [(1, None)]


def test_a_value_under_zero_has_the_lightest_shade_and_the_legend_goes_down_to_it() -> None:
    values = (-1, 0, 1)

    shown = mapped(values)

    assert [tile.level for tile in shown.tiles] == [1, 3, 4]
    assert shown.legend[1][1].startswith("de \N{MINUS SIGN}100")


def test_each_neighbourhood_has_a_tile_of_its_own_out_of_the_rivers() -> None:
    stands = [one.tile for one in PLACES]

    assert len(set(stands)) == 13
    assert all(0 <= x < MAP_COLUMNS and 0 <= y < MAP_ROWS and y not in RIVERS.values() for x, y in stands)


def test_an_address_says_where_and_when_to_look(app) -> None:
    territory.load_territory()

    one, city, wrong = (
        lens_of(asked)
        for asked in (
            {"place": "sanitas", "year": "2025", "quarter": "2"},
            {"place": "commune-37261", "year": "2024"},
            {"place": "nulle-part", "year": "1789", "quarter": "9"},
        )
    )

    assert [lens.place.name for lens in (one, city, wrong)] == ["Sanitas", "Tours", "Toute la métropole"]
    assert [one.period, city.period] == [Period.quarter(2025, 2), Period.year(2024)]
    assert [lens_of(lens.arguments).scope for lens in (one, city)] == [one.scope, city.scope]
    assert [len(lens.neighbourhoods) for lens in (one, city, wrong)] == [13, 8, 13]


def test_a_change_that_is_not_proven_is_not_told_as_one() -> None:
    moved = [Part("T1", 0.9, 40, low=low, high=high) for low, high in ((-0.2, 2.0), (0.1, 1.7))]

    figures = [INDICATORS["I6c"].figure(Result(0.9, parts=(part,))) for part in moved]

    assert [drawing.word(one) for one in figures] == ["rien de démontré", "+0,90"]
    assert [bar.value for bar in drawing.place_bars(zip("ab", figures, strict=True))] == [0.9, None]
