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


@dataclass(frozen=True)
class Place:
    """A neighbourhood of the list, and other ways its name is written."""

    name: str
    slug: str
    insee: str
    npnru: bool = False
    also: tuple[str, ...] = ()


PLACES = (
    Place("Sanitas", "sanitas", "37261", npnru=True),
    Place("Europe", "europe", "37261"),
    Place("Bords de Loire", "bords-de-loire", "37261", also=("Bord de Loire",)),
    Place("Maryse Bastié", "maryse-bastie", "37261", npnru=True),
    Place("Rives du Cher", "rives-du-cher", "37261"),
    Place("Rochepinard", "rochepinard", "37261"),
    Place("Les Fontaines", "les-fontaines", "37261"),
    Place("Les Tourettes", "les-tourettes", "37261"),
    Place("La Rabaterie", "la-rabaterie", "37233", npnru=True),
    Place("La Galboisière", "la-galboisiere", "37233"),
    Place("La Rabière", "la-rabiere", "37122", npnru=True),
    Place("Le Morier", "le-morier", "37122"),
    Place("Niqueux-Bruère – Marcel Pagnol", "niqueux-bruere-marcel-pagnol", "37195"),
)
