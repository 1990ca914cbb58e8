"""The people of the demonstration: invented, of every role, in every neighbourhood."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from app import clock
from app.accounts.models import Person, PreferredChannel, Role, RoleAssignment, Scope
from app.committees.models import College, Committee
from app.committees.services import seats
from app.db import session
from app.demo.names import FIRST_NAMES, LAST_NAMES
from app.funds.models import Fund
from app.funds.services import envelopes
from app.steps.actor import Actor
from app.territory.models import Commune, Neighbourhood

ELSEWHERE = (
    "Au-dessus, proposez-le au budget participatif de la ville, ou à l'appel à projets du contrat de ville."
    " La personne référente de votre quartier vous aide."
)
COLLEGES = (College.RESIDENT,) * 7 + (College.ASSOCIATION,) * 2
RESIDENTS_A_QUARTER = 12


@dataclass
class City:
    """Everyone needed to carry a project through one city."""

    commune: Commune
    fund: Fund
    committee: Committee
    staff: dict[Role, Person]


@dataclass
class Cast:
    """Everyone of the demonstration."""

    admin: Person
    cities: dict[int, City]
    residents: dict[int, list[Person]]
    helpers: dict[int, Person]
    names: Iterator[str] = field(repr=False)

    def city_of(self, place: Neighbourhood) -> City:
        """Return the city of a neighbourhood, with its staff."""
        return self.cities[place.commune_id]


def gather(communes: list[Commune]) -> Cast:
    """Store everyone: an administrator, each city's staff, committee and fund, each neighbourhood's residents."""
    names = _names()
    admin = _person(next(names), staff_of="Métropole")
    _give(admin, Role.METRO_ADMIN, Scope.METRO, None)
    cities = {commune.id: _city(commune, admin, names) for commune in communes}
    residents: dict[int, list[Person]] = {}
    helpers: dict[int, Person] = {}
    for place in (place for commune in communes for place in commune.neighbourhoods):
        residents[place.id] = [_resident(next(names), place, rank) for rank in range(RESIDENTS_A_QUARTER)]
        helpers[place.id] = _person(next(names), staff_of="Centre social")
        _give(helpers[place.id], Role.HELPER, Scope.NEIGHBOURHOOD, place.id)
        _give(helpers[place.id], Role.FACILITATOR, Scope.NEIGHBOURHOOD, place.id)
    for city in cities.values():
        _seat_everyone(city, residents, admin, names)
    _give(_person(next(names), staff_of="Évaluation"), Role.EVALUATOR, Scope.METRO, None)
    return Cast(admin, cities, residents, helpers, names)


def _names() -> Iterator[str]:
    """Yield names, all different: every first name with one last name, then with another, and so on."""
    for shift in itertools.count():
        for rank, first in enumerate(FIRST_NAMES):
            yield f"{first} {LAST_NAMES[(rank + 7 * shift) % len(LAST_NAMES)]}"


def _city(commune: Commune, admin: Person, names: Iterator[str]) -> City:
    slug = commune.name.split("-")[0].split(" ")[0].lower()
    fund = envelopes.open_fund(
        commune,
        envelopes.NewFund(
            code=f"fph-{slug}",
            name=f"Fonds de participation des habitants et habitantes – {commune.name}",
            gestionnaire=f"Association des centres sociaux de {commune.name}",
            cap_cents=1_000_00,
            elsewhere=ELSEWHERE,
            others={"advance_to_person": True, "advance_rate_person_pct": 70},
        ),
    )
    staff = {}
    for role in (Role.REFERENT, Role.COMMITTEE_SECRETARY, Role.GESTIONNAIRE, Role.FINANCE, Role.ANSWERER):
        staff[role] = _person(next(names), staff_of=commune.name)
        _give(staff[role], role, Scope.COMMUNE, commune.id)
    committee = seats.found_committee(fund, f"Comité d'habitants et d'habitantes de {commune.name}", Actor(admin.id))
    return City(commune, fund, committee, staff)


def _seat_everyone(city: City, residents: dict[int, list[Person]], admin: Person, names: Iterator[str]) -> None:
    """Seat seven residents, two associations, and two who listen without voting: an elected person, a funder."""
    places = city.commune.neighbourhoods
    neighbours = [
        residents[place.id][-1 - rank]
        for rank in range(RESIDENTS_A_QUARTER)
        for place in places
        if rank < COLLEGES.count(College.RESIDENT)
    ]
    for rank, college in enumerate(COLLEGES):
        person = neighbours[rank] if college is College.RESIDENT else _person(next(names), staff_of="Association")
        seats.seat_member(city.committee, person, seats.SeatTerms(college, is_chair=rank == 0), Actor(admin.id))
    for college, is_funder in ((College.ELECTED, False), (College.STATE, True)):
        terms = seats.SeatTerms(college, is_voting=False, is_funder=is_funder)
        seats.seat_member(city.committee, _person(next(names), staff_of="Institution"), terms, Actor(admin.id))


def _resident(name: str, place: Neighbourhood, rank: int) -> Person:
    """Store a resident; one in three has an e-mail, one in three a telephone, one in three only an address."""
    channel = (PreferredChannel.EMAIL, PreferredChannel.SMS, PreferredChannel.LETTER)[rank % 3]
    person = _new(name, channel)
    person.neighbourhood_id = place.id
    if channel is PreferredChannel.SMS:
        person.phone = f"+3363998{place.id:02d}{rank:02d}"
    person.address = f"{rank + 1}, allée des Tilleuls, {place.commune.name}"
    return _stored(person)


def _person(name: str, staff_of: str) -> Person:
    person = _new(name, PreferredChannel.EMAIL)
    person.public_label = f"{name.split(maxsplit=1)[0]} ({staff_of})"
    return _stored(person)


def _new(name: str, channel: PreferredChannel) -> Person:
    person = Person(
        name=name, public_label=name.split(maxsplit=1)[0], preferred_channel=channel, created_at=clock.now()
    )
    if channel is PreferredChannel.EMAIL:
        person.email = f"{plain_name(name)}@exemple.example"
    return person


def _stored(person: Person) -> Person:
    session().add(person)
    session().flush()
    return person


def _give(person: Person, role: Role, scope: Scope, scope_id: int | None) -> None:
    begun = date(clock.today().year - 2, 1, 1)
    session().add(RoleAssignment(person_id=person.id, role=role, scope=scope, scope_id=scope_id, from_on=begun))
    session().flush()


def plain_name(name: str) -> str:
    """Return a name as an e-mail address writes it."""
    folded = unicodedata.normalize("NFKD", name.lower().replace("ı", "i"))
    return ".".join(folded.encode("ascii", "ignore").decode().replace("-", " ").split())
