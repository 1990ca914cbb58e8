"""The map of the neighbourhoods: tiles placed roughly as on the ground, each with its value written on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.i18n import gettext as _
from app.insight.drawing import word
from app.insight.figure import Figure
from app.insight.scopes import Place, Scope
from app.insight.units import Unit, written

LEVELS = 4
"""Shades of the map; the value written on each tile says what the shade only supports."""


@dataclass(frozen=True)
class Tile:
    """One neighbourhood: its column and row (None when it stands nowhere on the map), its words, its shade.

    Shade 0 is for what cannot be read.
    """

    place: Place
    x: int | None
    y: int | None
    said: str
    level: int


@dataclass(frozen=True)
class TileMap:
    """The tiles of a figure, and what each shade stands for."""

    tiles: Sequence[Tile]
    legend: Sequence[tuple[int, str]]


def tile_map(places: Sequence[Place], figures: Mapping[Scope, Figure | None], unit: Unit) -> TileMap:
    """Return the map of a figure; shades share out what lies between the extremes, or zero."""
    values = {
        scope: float(one.value)
        for scope, one in figures.items()
        if one and one.is_shown and one.is_claimed and one.value is not None
    }
    bounds = min(0.0, *values.values(), 0.0), max(0.0, *values.values(), 0.0)
    tiles = [
        Tile(place, one.map_x, one.map_y, word(figures[place.scope]), _level(values.get(place.scope), bounds))
        for place in places
        for one in place.neighbourhoods
    ]
    return TileMap(tiles, _legend(bounds, unit) if values else [])


def _level(value: float | None, bounds: tuple[float, float]) -> int:
    if value is None:
        return 0
    lowest, largest = bounds
    return min(LEVELS, 1 + int(LEVELS * (value - lowest) / (largest - lowest))) if largest > lowest else 1


def _legend(bounds: tuple[float, float], unit: Unit) -> list[tuple[int, str]]:
    lowest, largest = bounds
    steps = [lowest + (largest - lowest) * rank / LEVELS for rank in range(LEVELS + 1)]
    shades = [
        (rank + 1, _("de %(least)s à %(most)s", least=written(steps[rank], unit), most=written(steps[rank + 1], unit)))
        for rank in range(LEVELS)
    ]
    return [(0, _("pas de chiffre à montrer")), *shades]
