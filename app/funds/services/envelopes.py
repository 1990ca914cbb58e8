"""Opening a fund and its years; the money it receives is written down by `fundings`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app import clock
from app.db import lock, session, transaction
from app.funds import queries
from app.funds.models import Fund, FundRules, FundYear
from app.funds.refusals import MoneyRefused
from app.funds.services.fundings import Terms, correct_funding, receive_funding, return_money
from app.steps.actor import Actor
from app.territory.models import Commune

__all__ = [
    "NewFund", "Terms", "correct_funding", "fill_envelope", "launch_fund", "name_granter", "open_fund", "open_year",
    "receive_funding", "return_money",
]  # fmt: skip


@dataclass(frozen=True)
class NewFund:
    """What must be said to open a fund; everything else has a default (DOMAIN §D)."""

    code: str
    name: str
    gestionnaire: str
    cap_cents: int
    elsewhere: str = ""
    others: Mapping[str, Any] = field(default_factory=dict)
    """The other parameters of the first rules, by name."""


@transaction()
def open_fund(commune: Commune, wanted: NewFund) -> Fund:
    """Open the fund of a city with the first version of its rules, valid from today.

    Raises MoneyRefused when the city has a fund already, or the code is taken.
    """
    if queries.fund_of_commune(commune.id) or queries.fund_by_code(wanted.code):
        raise MoneyRefused("fund_exists")
    fund = Fund(code=wanted.code, name=wanted.name, commune_id=commune.id, gestionnaire=wanted.gestionnaire)
    fund.rules.append(
        FundRules(
            version=1,
            valid_from=clock.today(),
            **{**wanted.others, "cap_cents": wanted.cap_cents, "elsewhere": wanted.elsewhere},
        )
    )
    session().add(fund)
    session().flush()
    return fund


@transaction()
def launch_fund(commune: Commune, wanted: NewFund, year: int) -> Fund:
    """Open the fund of a city and the envelope of its first year. Raises MoneyRefused as `open_fund`."""
    fund = open_fund(commune, wanted)
    open_year(fund, year)
    return fund


@transaction()
def open_year(fund: Fund, year: int) -> FundYear:
    """Open the envelope of a calendar year, or return it when it is open already."""
    lock(Fund, fund.id)
    found = queries.year_of(fund.id, year)
    if found is None:
        found = FundYear(fund_id=fund.id, year=year)
        session().add(found)
        session().flush()
    return found


@transaction()
def fill_envelope(fund: Fund, year: int, organisation: str, cents: int, actor: Actor) -> FundYear:
    """Open the envelope of a year if needed and write down free money it receives. Raises as `receive_funding`."""
    opened = open_year(fund, year)
    receive_funding(opened, organisation, cents, actor)
    return opened


@transaction()
def name_granter(fund: Fund, name: str, siret: str) -> Fund:
    """Write who grants in public files, and its official number (14 digits, checked by the form)."""
    fresh = lock(Fund, fund.id)
    if fresh is None:
        raise LookupError(f"fund {fund.id} does not exist")
    fresh.granter, fresh.siret = name.strip(), siret.strip()
    session().flush()
    return fresh
