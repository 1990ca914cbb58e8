"""A fund's years: money comes each December for the next year, and each January the year before is closed by two."""

from __future__ import annotations

from collections.abc import Generator
from datetime import date, datetime

from app import clock
from app.accounts.models import Role
from app.demo.cast import City
from app.funds import ledger_queries, queries
from app.funds.carry import Terms as Carry
from app.funds.models import Account, CarryRule, Earmark, FundYear, SourceKind
from app.funds.services import envelopes, year_end
from app.funds.services.envelopes import Terms
from app.steps.actor import Actor

STATE, CITY = "État – politique de la ville", "Ville"
AUTUMN = 9
"""A fund that opens from this month on receives a third of a year's money."""


def accounts_of(city: City, years: tuple[int, ...]) -> Generator[datetime, None, None]:
    """Fill the envelope of each year, then close the one before; the first is filled at once."""
    keeper, control = Actor(city.staff[Role.GESTIONNAIRE].id), Actor(city.staff[Role.FINANCE].id)
    envelopes.name_granter(city.fund, f"Ville de {city.commune.name}", siret_of(city.commune.insee))
    _fill(city, years[0], keeper)
    for year in years[1:]:
        yield max(clock.now(), clock.at_nine(date(year - 1, 12, 15)))
        _fill(city, year, keeper)
        yield clock.at_nine(date(year, 1, 20))
        ended = _opened(city, year - 1)
        year_end.ask_closing(ended, keeper)
        yield clock.at_nine(date(year, 1, 22))
        year_end.close_year(ended, year_end.preview(ended).mark, control)
        yield clock.at_nine(date(year, 2, 10))
        _give_back(ended, keeper)


def siret_of(insee: str) -> str:
    """Return the number that the national directory gives to a town hall, from the code of its city."""
    siren = _with_key(f"21{insee[:2]}0{insee[2:]}")
    return _with_key(f"{siren}0001")


def _fill(city: City, year: int, keeper: Actor) -> None:
    envelope = envelopes.open_year(city.fund, year)
    place = city.commune.neighbourhoods[0]
    half = Carry(CarryRule.UP_TO, 50)
    given = (
        (CITY, 9_000_00, Terms(SourceKind.CITY, reference=f"Délibération {year}-14", promised_cents=10_000_00)),
        (STATE, 6_000_00, Terms(SourceKind.STATE, reference=f"Arrêté {year}-37", carry=half)),
        (STATE, 3_000_00, Terms(SourceKind.STATE, Earmark.DIALOGUE, reference=f"Arrêté {year}-37", carry=half)),
        ("Bailleurs sociaux", 2_000_00, Terms(SourceKind.LANDLORD, Earmark.NEIGHBOURHOOD, place.id)),
        ("Tours Métropole", 1_500_00, Terms(SourceKind.METROPOLIS, Earmark.TRAINING)),
    )
    part = 3 if clock.today().year == year and clock.today().month >= AUTUMN else 1
    for organisation, cents, terms in given:
        envelopes.receive_funding(envelope, organisation, cents // part, keeper, terms)


def _opened(city: City, year: int) -> FundYear:
    found = queries.year_of(city.fund.id, year)
    if found is None:
        raise LookupError(f"{city.fund.code} has no {year}")
    return found


def _give_back(year: FundYear, keeper: Actor) -> None:
    for source in ledger_queries.sources_of(year):
        owed = queries.balances_of_source(source.id).get(Account.TO_RETURN, 0)
        if owed:
            envelopes.return_money(source, owed, f"Virement {source.id:03d}", keeper)


def _with_key(digits: str) -> str:
    """Add the digit that makes a number valid (Luhn)."""
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(digits)))
    return f"{digits}{-sum(value - 9 if value > 9 else value for value in doubled) % 10}"  # noqa: PLR2004
