"""Giving seats, so that residents always hold the majority and funders never vote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app import clock
from app.accounts.models import Person
from app.committees.deliberation import CommitteeRefused, Problem
from app.committees.models import College, Committee, Seat
from app.committees.policy import may_seat
from app.db import session, transaction
from app.funds.models import Fund
from app.i18n import gettext as _
from app.steps.actor import Actor


@dataclass(frozen=True)
class SeatTerms:
    """On whose behalf a member sits, with which rights, and between which days."""

    college: College
    is_voting: bool = True
    is_funder: bool = False
    is_chair: bool = False
    from_on: date | None = None
    to_on: date | None = None


@transaction()
def found_committee(fund: Fund, name: str, actor: Actor) -> Committee:
    """Store the committee of a fund, without members. Raises CommitteeRefused when there is one, or on no right."""
    committee = Committee(fund=fund, fund_id=fund.id, name=name.strip())
    if not may_seat(committee, actor):
        raise CommitteeRefused(Problem("", _("Seul le secrétariat ou une personne référente compose le comité.")))
    if session().scalar(sa.select(Committee.id).filter_by(fund_id=fund.id)):
        raise CommitteeRefused(Problem("", _("Ce fonds a déjà son comité.")))
    session().add(committee)
    session().flush()
    return committee


@transaction()
def seat_member(committee: Committee, person: Person, terms: SeatTerms, actor: Actor) -> Seat:
    """Give a person a seat in a committee.

    Raises CommitteeRefused when residents would no longer be strictly more than half of the voting seats, when a
    funder would vote, or when there would be two chairs.
    """
    _lock_row(committee)
    if not may_seat(committee, actor):
        raise CommitteeRefused(Problem("", _("Seul le secrétariat ou une personne référente compose le comité.")))
    seats = session().scalars(sa.select(Seat).filter_by(committee_id=committee.id)).all()
    found = list(_problems(seats, person, terms))
    if found:
        raise CommitteeRefused(*found)
    seat = Seat(
        committee_id=committee.id,
        person_id=person.id,
        college=terms.college,
        is_voting=terms.is_voting,
        is_funder=terms.is_funder,
        is_chair=terms.is_chair,
        from_on=terms.from_on or clock.today(),
        to_on=terms.to_on,
    )
    session().add(seat)
    session().flush()
    return seat


def _lock_row(committee: Committee) -> None:
    session().execute(sa.select(Committee.id).where(Committee.id == committee.id).with_for_update())


def residents_hold_majority(colleges: list[College]) -> bool:
    """Say whether residents are strictly more than half of these voting seats."""
    return 2 * colleges.count(College.RESIDENT) > len(colleges)


def _problems(held: Sequence[Seat], person: Person, terms: SeatTerms) -> Iterator[Problem]:
    today = terms.from_on or clock.today()
    if any(seat.person_id == person.id for seat in held):
        yield Problem("person", _("Cette personne siège déjà dans ce comité."))
    if terms.is_funder and terms.is_voting:
        yield Problem("is_voting", _("Une personne qui représente un financeur ne vote pas."))
    if terms.is_chair and not terms.is_voting:
        yield Problem("is_chair", _("La présidence revient à un membre qui vote."))
    if terms.is_chair and any(seat.is_chair and seat.holds_on(today) for seat in held):
        yield Problem("is_chair", _("Le comité a déjà une présidente ou un président."))
    voting = [seat.college for seat in held if seat.is_voting and seat.holds_on(today)]
    if terms.is_voting and not residents_hold_majority([*voting, terms.college]):
        yield Problem("college", _("Les habitants et habitantes doivent garder plus de la moitié des voix."))
