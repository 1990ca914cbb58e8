"""Funds, envelopes and committees."""

from datetime import date

from app.committees.models import College, Committee, Seat
from app.db import session, transaction
from app.funds.models import Fund, FundRules
from app.territory.models import Commune
from tests.make.people import person
from tests.make.territory import commune


@transaction()
def fund(city: Commune | None = None, **rules: object) -> Fund:
    """Return the fund of a city with one version of its rules, storing it when missing (no envelope yet)."""
    city = city or commune()
    found = session().query(Fund).filter_by(commune_id=city.id).one_or_none()
    if found:
        return found
    made = Fund(code=f"FPH-{city.insee}", name=f"Fonds des habitants de {city.name}", commune=city, gestionnaire="Asso")
    values = {"cap_cents": 1_000_00, "min_group": 3, "elsewhere": "Voyez le budget participatif de la ville.", **rules}
    made.rules.append(FundRules(version=1, valid_from=date(2024, 1, 1), **values))
    session().add(made)
    session().flush()
    return made


@transaction()
def committee(money: Fund | None = None) -> Committee:
    """Store the committee of a fund, without members."""
    made = Committee(fund=money or fund(), name="Comité d'habitants et d'habitantes")
    session().add(made)
    session().flush()
    return made


@transaction()
def seat(where: Committee, college: College = College.RESIDENT, name: str = "Membre", **fields: object) -> Seat:
    """Store a member of a committee, voting unless told otherwise."""
    made = Seat(
        committee=where,
        person=person(name),
        college=college,
        from_on=date(2024, 1, 1),
        **{"is_voting": True, **fields},
    )
    session().add(made)
    session().flush()
    return made
