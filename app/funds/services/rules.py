"""Making a new version of a fund's rules: copy, change, adopt; take back what is not in force yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from app import clock
from app.accounts.models import Person
from app.db import lock, session, transaction
from app.funds import policy, versions
from app.funds.models import Fund, FundRules
from app.funds.parameters import values_of
from app.funds.refusals import MoneyRefused
from app.funds.rulebook import RulesChange, RulesEvent
from app.projects.models import Project
from app.steps.actor import Actor


@dataclass(frozen=True)
class Wanted:
    """What a draft must say from now on: its parameters, by name, and the day from which it is valid."""

    values: Mapping[str, Any]
    valid_from: date


@transaction()
def prepare(fund: Fund, actor: Actor) -> FundRules:
    """Return the draft of a fund's rules, made as a copy of its newest version when there is none.

    Raises MoneyRefused when the person may not.
    """
    _check_right(fund, actor)
    lock(Fund, fund.id)
    found = versions.draft_of(fund)
    if found is not None:
        return found
    newest = versions.versions_of(fund)[0]
    draft = FundRules(
        fund_id=fund.id,
        version=_next_number(fund),
        valid_from=clock.today(),
        is_draft=True,
        made_by_id=actor.person_id,
        **values_of(newest),
    )
    session().add(draft)
    session().flush()
    keep(draft, RulesChange.MADE, actor)
    return draft


@transaction()
def change(fund: Fund, wanted: Wanted, actor: Actor, seen: str | None = None) -> FundRules:
    """Write a draft; `seen` is its fingerprint when the person opened it.

    Raises MoneyRefused when there is no draft, the person may not, or somebody else changed it meanwhile.
    """
    draft = _draft(fund, actor)
    if seen is not None and seen != fingerprint(draft):
        raise MoneyRefused("rules_changed")
    for name, value in wanted.values.items():
        if getattr(draft, name) != value:
            setattr(draft, name, value)
    draft.valid_from = wanted.valid_from
    if session().is_modified(draft):
        session().flush()
        keep(draft, RulesChange.CHANGED, actor)
    return draft


@transaction()
def adopt(fund: Fund, actor: Actor) -> FundRules:
    """Put the draft in force from its date on: projects sent from that day are judged under it.

    Raises MoneyRefused when there is no draft, the person may not, the date has passed, or nothing changes.
    """
    draft = _draft(fund, actor)
    if draft.valid_from < clock.today():
        raise MoneyRefused("rules_too_early")
    former = versions.before(draft)
    if former is not None and values_of(former) == values_of(draft):
        raise MoneyRefused("rules_same")
    draft.is_draft = False
    session().flush()
    keep(draft, RulesChange.ADOPTED, actor)
    return draft


@transaction()
def reopen(fund: Fund, number: int, actor: Actor) -> FundRules:
    """Make an adopted version a draft again before its date comes.

    Raises MoneyRefused once it is in force, a project is judged under it, another draft exists, or on no right.
    """
    _check_right(fund, actor)
    lock(Fund, fund.id)
    rules = versions.version_of(fund, number)
    if rules is None or rules.is_draft or versions.draft_of(fund) is not None:
        raise MoneyRefused("rules_changed")
    if rules.valid_from <= clock.today() or _is_used(rules):
        raise MoneyRefused("rules_in_force")
    rules.is_draft = True
    session().flush()
    keep(rules, RulesChange.REOPENED, actor)
    return rules


@transaction()
def drop(fund: Fund, actor: Actor) -> None:
    """Delete the draft of a fund's rules. Raises MoneyRefused when there is none, or the person may not."""
    draft = _draft(fund, actor)
    keep(draft, RulesChange.DROPPED, actor)
    session().delete(draft)
    session().flush()


@transaction()
def keep(rules: FundRules, change: RulesChange, actor: Actor) -> None:
    """Write down who did what to a version of the rules."""
    session().add(
        RulesEvent(
            fund_id=rules.fund_id,
            version=rules.version,
            change=change,
            actor_id=actor.person_id,
            at=clock.now(),
        )
    )
    session().flush()


def fingerprint(rules: FundRules) -> str:
    """Return a short text that changes with what a draft says: it tells whether somebody else wrote meanwhile."""
    told = sorted((values_of(rules) | {"valid_from": rules.valid_from}).items())
    return sha256(repr(told).encode()).hexdigest()[:16]


def _draft(fund: Fund, actor: Actor) -> FundRules:
    _check_right(fund, actor)
    lock(Fund, fund.id)
    found = versions.draft_of(fund)
    draft = lock(FundRules, found.id) if found is not None else None
    if draft is None or not draft.is_draft:
        raise MoneyRefused("rules_sealed")
    return draft


def _check_right(fund: Fund, actor: Actor) -> None:
    person = session().get(Person, actor.person_id) if actor.person_id and not actor.on_behalf_id else None
    if person is None or not policy.can_make_rules(fund, person):
        raise MoneyRefused("not_yours")


def _is_used(rules: FundRules) -> bool:
    return bool(session().scalar(sa.select(sa.exists().where(Project.rules_id == rules.id))))


def _next_number(fund: Fund) -> int:
    """Return a number never used, not even by a draft that was dropped: its trace keeps it."""
    told = session().scalar(sa.select(sa.func.max(RulesEvent.version)).where(RulesEvent.fund_id == fund.id))
    return max(told or 0, versions.versions_of(fund)[0].version) + 1
