"""Money that funders give, lines written by mistake, money given back to a funder: each a row, and an entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app import clock
from app.db import session, transaction
from app.funds.carry import Terms as CarryTerms
from app.funds.ledger_models import (
    Account,
    Cause,
    Earmark,
    Funding,
    FundingKind,
    FundingSource,
    FundYear,
    LedgerEntry,
    SourceKind,
)
from app.funds.refusals import MoneyRefused
from app.funds.services import posting
from app.funds.services.posting import Why
from app.steps.actor import Actor
from app.territory.models import Neighbourhood


@dataclass(frozen=True)
class Terms:
    """What goes with money received: from what sort of organisation, for what purpose, when, under what reference.

    `carry` is the agreement's own rule for what is unused at the year's end; None follows the fund's rules.
    """

    kind: SourceKind = SourceKind.OTHER
    earmark: Earmark = Earmark.GENERAL
    neighbourhood_id: int | None = None
    received_on: date | None = None
    reference: str = ""
    promised_cents: int | None = None
    carry: CarryTerms | None = None


FREE = Terms()


@transaction()
def receive_funding(year: FundYear, organisation: str, cents: int, actor: Actor, terms: Terms = FREE) -> Funding:
    """Write down money that an organisation gave to the fund: it can be granted from now on.

    Two equal lines are two gifts; what one form sends twice is stopped by its key (`app.once`). Raises MoneyRefused
    for an amount that is not above zero, a nameless organisation, a day to come, a neighbourhood of another city, a
    closed year.
    """
    _check(year, organisation, cents, terms)
    year = posting.locked(year)
    if year.closed_at is not None:
        raise MoneyRefused("year_over")
    source = _source(year, organisation.strip(), terms)
    funding = Funding(
        source_id=source.id,
        kind=FundingKind.RECEIVED,
        amount_cents=cents,
        happened_on=terms.received_on or clock.today(),
        reference=terms.reference.strip(),
        written_by_id=actor.person_id,
        written_at=clock.now(),
    )
    _write(year, funding, (Account.SOURCE, Account.AVAILABLE), Cause.FUNDING, actor)
    return funding


@transaction()
def correct_funding(funding: Funding, reason: str, actor: Actor) -> Funding:
    """Take back, by a counter-entry, money written down by mistake; the first line stays.

    Raises MoneyRefused without a reason, when it was corrected already or the year is closed; BudgetExceeded when that
    money is granted already.
    """
    if not reason.strip():
        raise MoneyRefused("reason_missing")
    source = session().get_one(FundingSource, funding.source_id)
    year = posting.locked(session().get_one(FundYear, source.fund_year_id))
    if year.closed_at is not None:
        raise MoneyRefused("year_over")
    if funding.kind is not FundingKind.RECEIVED or _is_corrected(funding):
        raise MoneyRefused("funding_corrected")
    counter = Funding(
        source_id=source.id,
        kind=FundingKind.CORRECTED,
        amount_cents=funding.amount_cents,
        happened_on=clock.today(),
        reference=reason.strip()[:80],
        corrects_id=funding.id,
        written_by_id=actor.person_id,
        written_at=clock.now(),
    )
    _write(year, counter, (Account.AVAILABLE, Account.SOURCE), Cause.FUNDING_CORRECTION, actor)
    return counter


@transaction()
def return_money(source: FundingSource, cents: int, reference: str, actor: Actor) -> Funding:
    """Write down that unused money went back to its funder after the closing.

    Raises MoneyRefused for an amount that is not above zero, BudgetExceeded above what is to be returned.
    """
    if cents <= 0:
        raise MoneyRefused("amount_not_positive")
    year = posting.locked(session().get_one(FundYear, source.fund_year_id))
    funding = Funding(
        source_id=source.id,
        kind=FundingKind.RETURNED,
        amount_cents=cents,
        happened_on=clock.today(),
        reference=reference.strip(),
        written_by_id=actor.person_id,
        written_at=clock.now(),
    )
    _write(year, funding, (Account.TO_RETURN, Account.RETURNED), Cause.RETURN, actor)
    return funding


def _check(year: FundYear, organisation: str, cents: int, terms: Terms) -> None:
    if cents <= 0:
        raise MoneyRefused("amount_not_positive")
    if not organisation.strip():
        raise MoneyRefused("source_unnamed")
    if terms.received_on is not None and terms.received_on > clock.today():
        raise MoneyRefused("day_to_come")
    if (terms.earmark is Earmark.NEIGHBOURHOOD) != (terms.neighbourhood_id is not None):
        raise MoneyRefused("neighbourhood_missing")
    if terms.neighbourhood_id is not None:
        place = session().get(Neighbourhood, terms.neighbourhood_id)
        if place is None or place.commune_id != year.fund.commune_id:
            raise MoneyRefused("neighbourhood_missing")


def _source(year: FundYear, organisation: str, terms: Terms) -> FundingSource:
    """Return the source of this organisation for this purpose in this year, storing it at its first money."""
    carry = terms.carry
    told = {"organisation": organisation, "earmark": terms.earmark, "neighbourhood_id": terms.neighbourhood_id,
            "kind": terms.kind, "promised_cents": terms.promised_cents,
            "carry_rule": carry and carry.rule, "carry_pct": carry and carry.pct}  # fmt: skip
    same = {name: told[name] for name in ("organisation", "earmark", "neighbourhood_id")}
    found = session().scalar(
        sa.select(FundingSource).filter_by(fund_year_id=year.id, carried_from_id=None, **same).limit(1)
    )
    if found is None:
        found = FundingSource(fund_year_id=year.id, **told)
        session().add(found)
    else:
        for name in ("promised_cents", "carry_rule", "carry_pct"):
            if told[name] is not None:
                setattr(found, name, told[name])
    session().flush()
    return found


def _is_corrected(funding: Funding) -> bool:
    return session().scalar(sa.select(Funding.id).filter_by(corrects_id=funding.id)) is not None


def _write(year: FundYear, funding: Funding, way: posting.Way, cause: Cause, actor: Actor) -> LedgerEntry:
    session().add(funding)
    session().flush()
    organisation = session().get_one(FundingSource, funding.source_id).organisation
    lines = posting.moved([(funding.source_id, funding.amount_cents)], way)
    return posting.post(year, Why(cause, organisation, funding_id=funding.id), lines, actor)
