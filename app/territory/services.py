"""Fill the territory: the list of neighbourhoods, and their official codes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Role
from app.accounts.queries import holds_role, person_with_roles
from app.db import lock, session, transaction
from app.plain import plain
from app.steps.actor import Actor
from app.territory.baseline import Counted
from app.territory.models import BaselineStat, Commune, Neighbourhood, Organisation, OrganisationKind
from app.territory.queries import all_neighbourhoods
from app.territory.zoning import COMMUNES, PLACES

CODE = re.compile(r"Q[NP]\d{3}[0-9A-Z]{3}")
"""Official codes: QN or QP, the département, a rank (PRACTICE §4)."""

NAME_KEYS = ("nom_qp", "lib_qp")
COMMUNE_KEYS = ("commune_qp", "lib_com", "insee_com")
POPULATION_KEYS = ("population", "pop_total")


@dataclass
class CodeReport:
    """What an import of official codes did; names that found no place, or two, are told and left out."""

    filled: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    still_without: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Body:
    """A body that answers: for one city (or all: None), and who is told when it is late."""

    kind: OrganisationKind
    name: str
    commune_id: int | None = None
    phone: str = ""
    email: str = ""
    head_id: int | None = None
    elected_id: int | None = None


class TileTaken(ValueError):
    """Another neighbourhood stands on this tile of the map."""


class NameTaken(ValueError):
    """Another body of this city has this name."""


@transaction()
def keep_organisation(body: Body, actor: Actor, organisation_id: int | None = None) -> Organisation:
    """Store a body that answers, or change it. Raises PermissionError, NameTaken."""
    person = person_with_roles(actor.person_id) if actor.person_id else None
    if person is None or not holds_role(person, {Role.METRO_ADMIN}):
        raise PermissionError
    same = sa.select(Organisation).filter_by(name=body.name.strip(), commune_id=body.commune_id)
    other = session().scalar(same.limit(1))
    if other is not None and other.id != organisation_id:
        raise NameTaken
    kept = lock(Organisation, organisation_id) if organisation_id else Organisation()
    assert kept is not None
    kept.kind, kept.name, kept.commune_id = body.kind, body.name.strip(), body.commune_id
    kept.phone, kept.email = body.phone.strip(), body.email.strip()
    kept.head_id, kept.elected_id = body.head_id, body.elected_id
    session().add(kept)
    session().flush()
    return kept


@transaction()
def place_on_map(neighbourhood_id: int, tile: tuple[int, int], actor: Actor) -> None:
    """Put a neighbourhood on a tile of the map (column, row). Raises PermissionError, TileTaken."""
    person = person_with_roles(actor.person_id) if actor.person_id else None
    if person is None or not holds_role(person, {Role.METRO_ADMIN}):
        raise PermissionError
    x, y = tile
    there = session().scalar(sa.select(Neighbourhood.id).filter_by(map_x=x, map_y=y).limit(1))
    if there not in {None, neighbourhood_id}:
        raise TileTaken
    place = lock(Neighbourhood, neighbourhood_id)
    assert place is not None
    place.map_x, place.map_y = x, y


@transaction()
def load_territory() -> int:
    """Store the cities and the 13 neighbourhoods that are missing; return how many neighbourhoods were added.

    Those that stand nowhere on the map get the tile of the list.
    """
    communes = {commune.insee: commune for commune in session().scalars(sa.select(Commune))}
    for insee, name in COMMUNES.items():
        if insee not in communes:
            communes[insee] = Commune(insee=insee, name=name)
            session().add(communes[insee])
    known = {place.slug: place for place in session().scalars(sa.select(Neighbourhood))}
    missing = [place for place in PLACES if place.slug not in known]
    for place in missing:
        known[place.slug] = Neighbourhood(
            name=place.name, slug=place.slug, commune=communes[place.insee], npnru=place.npnru
        )
    session().add_all(known.values())
    for place in PLACES:
        if known[place.slug].map_x is None:
            known[place.slug].map_x, known[place.slug].map_y = place.tile
    return len(missing)


@transaction()
def fill_official_codes(features: Iterable[Mapping[str, Any]]) -> CodeReport:
    """Copy code and, when given, population from rows of the national file, matched by name and city.

    Rows outside the metropolis are ignored; one of our cities whose name matches no neighbourhood, or the same one
    twice, is reported.
    """
    report, places = CodeReport(), all_neighbourhoods()
    wanted = {(name, city): place for place in places for name in _names(place) for city in _city_names(place)}
    found: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for row in features:
        name, city = plain(_first(row, NAME_KEYS)), plain(_first(row, COMMUNE_KEYS))
        place = wanted.get((name, city))
        if place is not None and CODE.fullmatch(str(row.get("code_qp") or "")):
            found[place.id].append(row)
        elif city in {known for _name, known in wanted}:
            report.unknown.append(f"{_first(row, NAME_KEYS)} ({_first(row, COMMUNE_KEYS)})")
    for place in places:
        _fill(place, found[place.id], report)
    return report


def _fill(place: Neighbourhood, rows: list[Mapping[str, Any]], report: CodeReport) -> None:
    if len(rows) == 1:
        place.code_qp = str(rows[0]["code_qp"])
        population = _first(rows[0], POPULATION_KEYS)
        if population.isdecimal() and int(population) > 0:
            place.population = int(population)
        report.filled.append(f"{place.name} : {place.code_qp}")
    elif rows:
        report.unknown.append(f"{place.name} × {len(rows)}")
    if place.code_qp is None:
        report.still_without.append(f"{place.name} ({place.commune.name})")


def _names(place: Neighbourhood) -> set[str]:
    also = next((listed.also for listed in PLACES if listed.slug == place.slug), ())
    return {plain(name) for name in (place.name, *also)}


def _city_names(place: Neighbourhood) -> set[str]:
    return {plain(place.commune.name), place.commune.insee}


def _first(row: Mapping[str, Any], keys: Iterable[str]) -> str:
    return next((str(row[key]) for key in keys if row.get(key)), "")


@transaction()
def keep_baseline(rows: Iterable[Counted]) -> tuple[int, list[str]]:
    """Store who lives in each neighbourhood; the same band of the same year is written again.

    Returns how many lines were kept, and the neighbourhoods that are not known here.
    """
    places = {place.slug: place.id for place in all_neighbourhoods()}
    known = {
        (one.neighbourhood_id, one.dimension, one.band, one.year): one
        for one in session().scalars(sa.select(BaselineStat))
    }
    kept, unknown = 0, set()
    for row in rows:
        if row.slug not in places:
            unknown.add(row.slug)
            continue
        key = (places[row.slug], row.dimension, row.band, row.year)
        if key not in known:
            known[key] = BaselineStat(neighbourhood_id=key[0], dimension=key[1], band=key[2], year=key[3])
            session().add(known[key])
        known[key].count, known[key].source = row.count, row.source
        kept += 1
    return kept, sorted(unknown)


@transaction()
def receive_baseline(rows: Iterable[Counted], actor: Actor) -> tuple[int, list[str]]:
    """Store who lives in each neighbourhood, as somebody sends it. Raises PermissionError; see `keep_baseline`."""
    person = person_with_roles(actor.person_id) if actor.person_id else None
    if person is None or not holds_role(person, {Role.METRO_ADMIN}):
        raise PermissionError
    return keep_baseline(rows)
