"""The 13 priority neighbourhoods of Tours Métropole Val de Loire, zoning of 2024 (PRACTICE §4).

No official code stands here: codes come from the national file, by `flask qpv import`.
"""

from __future__ import annotations

from dataclasses import dataclass

COMMUNES = {
    "37261": "Tours",
    "37233": "Saint-Pierre-des-Corps",
    "37122": "Joué-lès-Tours",
    "37195": "La Riche",
}
"""INSEE code of each city, and its name."""

MAP_COLUMNS, MAP_ROWS = 4, 8
"""The map is a grid of tiles placed roughly as on the ground, west to east and north to south."""
RIVERS = {"Loire": 1, "Cher": 5}
"""The rows of the map where each river runs; no neighbourhood stands there."""


@dataclass(frozen=True)
class Place:
    """A neighbourhood of the list, other ways its name is written, and its tile on the map (column, row)."""

    name: str
    slug: str
    insee: str
    tile: tuple[int, int]
    npnru: bool = False
    also: tuple[str, ...] = ()


PLACES = (
    Place("Sanitas", "sanitas", "37261", (2, 3), npnru=True),
    Place("Europe", "europe", "37261", (1, 0)),
    Place("Bords de Loire", "bords-de-loire", "37261", (1, 2), also=("Bord de Loire",)),
    Place("Maryse Bastié", "maryse-bastie", "37261", (0, 3), npnru=True),
    Place("Rives du Cher", "rives-du-cher", "37261", (1, 4)),
    Place("Rochepinard", "rochepinard", "37261", (2, 4)),
    Place("Les Fontaines", "les-fontaines", "37261", (2, 6)),
    Place("Les Tourettes", "les-tourettes", "37261", (2, 0)),
    Place("La Rabaterie", "la-rabaterie", "37233", (3, 2), npnru=True),
    Place("La Galboisière", "la-galboisiere", "37233", (3, 3)),
    Place("La Rabière", "la-rabiere", "37122", (0, 6), npnru=True),
    Place("Le Morier", "le-morier", "37122", (1, 7)),
    Place("Niqueux-Bruère – Marcel Pagnol", "niqueux-bruere-marcel-pagnol", "37195", (0, 2)),
)
