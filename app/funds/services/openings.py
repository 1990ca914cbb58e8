"""Opening a fund in eleven questions: the answers are kept, then the fund, its rules, year and committee are made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from app import clock
from app.accounts.models import Person
from app.db import lock, session, transaction
from app.funds import policy, queries
from app.funds.models import Fund, FundRules
from app.funds.opening import FundOpening, found_with
from app.funds.parameters import BY_NAME, proposed, values_of
from app.funds.refusals import MoneyRefused
from app.funds.rulebook import RulesChange
from app.funds.services import envelopes, rules
from app.plain import plain
from app.steps.actor import Actor
from app.territory.models import Commune

LONGEST_CODE = 24


@transaction()
def start(actor: Actor) -> FundOpening:
    """Begin to open a fund; somebody who has begun and answered nothing goes on with that one."""
    begun = session().scalar(
        sa.select(FundOpening)
        .where(FundOpening.made_by_id == actor.person_id, FundOpening.fund_id.is_(None))
        .order_by(FundOpening.id.desc())
        .limit(1)
    )
    if begun is not None and not begun.answers:
        return begun
    if actor.person_id is None:
        raise MoneyRefused("not_yours")
    made = FundOpening(made_by_id=actor.person_id, changed_at=clock.now())
    session().add(made)
    session().flush()
    return made


@transaction()
def answer(opening_id: int, values: Mapping[str, Any], actor: Actor) -> FundOpening:
    """Keep some answers. Raises MoneyRefused when the fund is open already, or the person may not."""
    opening = _own(opening_id, actor)
    if "commune_id" in values:
        _check_right(int(values["commune_id"]), actor)
    opening.answers = {**opening.answers, **values}
    opening.changed_at = clock.now()
    session().flush()
    return opening


@transaction()
def drop(opening_id: int, actor: Actor) -> None:
    """Forget an opening. Raises MoneyRefused once the fund is open."""
    session().delete(_own(opening_id, actor))
    session().flush()


@transaction()
def open_now(opening_id: int, actor: Actor) -> Fund:
    """Open the fund as it was answered: its rules from today, the envelope of the year, its money and its committee.

    Raises MoneyRefused when an answer is missing, the city has a fund already, or the person may not.
    """
    opening = _own(opening_id, actor)
    answers = opening.answers
    if opening.lacking():
        raise MoneyRefused("opening_incomplete")
    commune = lock(Commune, answers["commune_id"])
    if commune is None:
        raise MoneyRefused("opening_incomplete")
    _check_right(commune.id, actor)
    fund = _made(commune, opening, actor)
    rules.keep(fund.rules[0], RulesChange.ADOPTED, actor)
    envelopes.open_year(fund, clock.today().year)
    for organisation, cents in answers.get("sources", ()):
        envelopes.fill_envelope(fund, clock.today().year, organisation, cents, actor)
    found_with(fund, answers["committee"], actor)
    opening.fund_id = fund.id
    session().flush()
    return fund


def proposed_rules(opening: FundOpening) -> FundRules:
    """Return, stored nowhere, the rules that an opening would make."""
    return proposed(**{name: value for name, value in opening.answers.items() if name in BY_NAME})


def _made(commune: Commune, opening: FundOpening, actor: Actor) -> Fund:
    made = proposed_rules(opening)
    answers = opening.answers
    wanted = envelopes.NewFund(
        code=_free_code(commune),
        name=answers["name"],
        gestionnaire=answers["gestionnaire"],
        cap_cents=made.cap_cents,
        others=values_of(made) | {"made_by_id": actor.person_id},
    )
    return envelopes.open_fund(commune, wanted)


def _free_code(commune: Commune) -> str:
    code = f"fph-{plain(commune.name).replace(' ', '-')}"[:LONGEST_CODE].rstrip("-")
    return code if queries.fund_by_code(code) is None else f"{code}-{commune.insee}"


def _own(opening_id: int, actor: Actor) -> FundOpening:
    opening = lock(FundOpening, opening_id)
    if opening is None or actor.on_behalf_id or opening.made_by_id != actor.person_id:
        raise MoneyRefused("not_yours")
    if opening.fund_id is not None:
        raise MoneyRefused("opening_done")
    return opening


def _check_right(commune_id: int, actor: Actor) -> None:
    person = session().get(Person, actor.person_id) if actor.person_id else None
    if person is None or not policy.can_open_fund(commune_id, person):
        raise MoneyRefused("not_yours")
