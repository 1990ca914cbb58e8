"""Giving seats, so that residents always hold the majority and funders vote only by the rules; ending them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app import clock
from app.accounts.models import Person
from app.accounts.services.newcomers import Nameless, welcome
from app.committees import queries
from app.committees.composition import overlaps, residents_hold_majority, voting_on
from app.committees.deliberation import CommitteeRefused, Problem
from app.committees.models import College, Committee, Seat, SeatChange, SeatEvent
from app.committees.policy import may_seat
from app.db import lock, session, transaction
from app.funds.models import Fund, FundRules
from app.funds.queries import rules_in_force
from app.i18n import day
from app.i18n import gettext as _
from app.plain import plain
from app.steps.actor import Actor


@dataclass(frozen=True)
class SeatTerms:
    """On whose behalf a member sits, with which rights, and between which days."""

    college: College
    is_voting: bool = True
    is_funder: bool = False
    is_chair: bool = False
    substitute_for_id: int | None = None
    """The seat this one stands in for: it takes its vote when the holder is away, and has none of its own."""
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True)
class Invited:
    """Whom to seat: by an e-mail address or a telephone number (normalized), or by name alone."""

    name: str
    recipient: str | None = None


@transaction()
def found_committee(fund: Fund, name: str, actor: Actor) -> Committee:
    """Store the committee of a fund, without members. Raises CommitteeRefused when there is one, or on no right."""
    lock(Fund, fund.id)
    committee = Committee(fund=fund, fund_id=fund.id, name=name.strip())
    _check_right(committee, actor)
    if session().scalar(sa.select(Committee.id).filter_by(fund_id=fund.id)):
        raise CommitteeRefused(Problem("", _("Ce fonds a déjà son comité.")))
    session().add(committee)
    session().flush()
    return committee


@transaction()
def seat_member(committee: Committee, person: Person, terms: SeatTerms, actor: Actor) -> Seat:
    """Give a person a seat in a committee.

    Raises CommitteeRefused when residents would no longer be strictly more than half of the voting seats (or than what
    the fund's rules ask), when a funder would vote against the rules, when there would be two chairs, when a substitute
    stands in for nobody, when someone would seat themselves, and from a past day while a sitting is open.
    """
    _lock_row(committee)
    _check_right(committee, actor)
    held = queries.all_seats(committee.id)
    rules = rules_in_force(committee.fund.commune_id, terms.from_on or clock.today())
    found = [
        *_about(person, held, terms, actor),
        *_about_days(committee, terms),
        *_about_rights(held, terms, rules),
        *_about_substitute(held, terms),
    ]
    if found:
        raise CommitteeRefused(*found)
    seat = _stored(committee, person, terms, rules)
    _write_history(seat, SeatChange.GIVEN, seat.from_on, actor)
    return seat


def _stored(committee: Committee, person: Person, terms: SeatTerms, rules: FundRules | None) -> Seat:
    seat = Seat(
        committee_id=committee.id,
        person_id=person.id,
        college=terms.college,
        is_voting=terms.is_voting,
        is_funder=terms.is_funder,
        is_chair=terms.is_chair,
        from_on=terms.from_on or clock.today(),
        to_on=terms.to_on,
        substitute_for_id=terms.substitute_for_id,
        funder_rules_id=rules.id if rules and terms.is_funder and terms.is_voting else None,
    )
    session().add(seat)
    session().flush()
    return seat


@transaction()
def seat_invited(committee: Committee, invited: Invited, terms: SeatTerms, actor: Actor) -> Seat:
    """Give a seat to someone told by an address or a name, opening their file when we do not know them.

    Raises CommitteeRefused as `seat_member`, for someone unknown without a name, and for a name alone that already
    sits.
    """
    _lock_row(committee)
    if invited.recipient is None and _namesake_sits(committee, invited.name, terms):
        sentence = _("Une personne de ce nom siège déjà. Si c'est une autre personne, écrivez son téléphone.")
        raise CommitteeRefused(Problem("name", sentence))
    try:
        person = welcome(invited.name, invited.recipient, actor)
    except Nameless:
        sentence = _("Nous ne connaissons pas cette personne. Écrivez son nom.")
        raise CommitteeRefused(Problem("name", sentence)) from None
    return seat_member(committee, person, terms, actor)


@transaction()
def end_seat(seat: Seat, last_day: date, actor: Actor) -> Seat:
    """End a seat after a last day. It may cost residents their majority: see `majority_lost_on`.

    Raises CommitteeRefused on no right, before the seat began or the member was last there, after the end that is
    already set, and in the past while a sitting is open: the quorum does not change in the room.
    """
    committee = seat.committee
    _lock_row(committee)
    _check_right(committee, actor)
    problem = _about_end(seat, last_day)
    if problem:
        raise CommitteeRefused(Problem("last_day", problem))
    locked = lock(Seat, seat.id)
    assert locked is not None
    locked.to_on = last_day
    session().flush()
    _write_history(locked, SeatChange.ENDED, last_day, actor)
    return locked


def _write_history(seat: Seat, change: SeatChange, on_day: date, actor: Actor) -> None:
    session().add(
        SeatEvent(
            seat_id=seat.id,
            committee_id=seat.committee_id,
            change=change,
            on_day=on_day,
            actor_id=actor.person_id,
            on_behalf_id=actor.on_behalf_id,
            at=clock.now(),
        )
    )
    session().flush()


def _lock_row(committee: Committee) -> None:
    session().execute(sa.select(Committee.id).where(Committee.id == committee.id).with_for_update())


def _check_right(committee: Committee, actor: Actor) -> None:
    if not may_seat(committee, actor):
        raise CommitteeRefused(Problem("", _("Seul le secrétariat ou une personne référente compose le comité.")))


def _namesake_sits(committee: Committee, name: str, terms: SeatTerms) -> bool:
    wanted = plain(name)
    return any(wanted == plain(seat.person.name) and _meets(seat, terms) for seat in queries.all_seats(committee.id))


def _about(person: Person, held: Sequence[Seat], terms: SeatTerms, actor: Actor) -> Iterator[Problem]:
    if person.id in {actor.person_id, actor.acting_id}:
        yield Problem("person", _("On ne se donne pas un siège à soi-même. Demandez à une autre personne."))
    if any(seat.person_id == person.id and _meets(seat, terms) for seat in held):
        yield Problem("person", _("Cette personne siège déjà dans ce comité."))


def _about_days(committee: Committee, terms: SeatTerms) -> Iterator[Problem]:
    begins = terms.from_on or clock.today()
    if terms.to_on and terms.to_on < begins:
        yield Problem("to_on", _("La fin vient avant le début."))
    if begins <= clock.today() and queries.open_sitting_of(committee.id):
        yield Problem("from_on", _("Une séance est ouverte. Choisissez une date à venir."))


def _about_rights(held: Sequence[Seat], terms: SeatTerms, rules: FundRules | None) -> Iterator[Problem]:
    if terms.is_funder and terms.is_voting and not (rules and rules.funders_vote):
        yield Problem("is_voting", _("Une personne qui représente un financeur ne vote pas."))
    if terms.is_chair and not terms.is_voting:
        yield Problem("is_chair", _("La présidence revient à un membre qui vote."))
    if terms.is_chair and any(seat.is_chair and _meets(seat, terms) for seat in held):
        yield Problem("is_chair", _("Le comité a déjà une présidente ou un président."))
    voting = voting_on(held, terms.from_on or clock.today())
    adds_another_voice = terms.is_voting and terms.college is not College.RESIDENT
    if adds_another_voice and not residents_hold_majority([*voting, terms.college], rules):
        yield Problem("college", _("Les habitants et habitantes doivent garder plus de la moitié des voix."))


def _about_substitute(held: Sequence[Seat], terms: SeatTerms) -> Iterator[Problem]:
    if terms.substitute_for_id is None:
        return
    holder = next((seat for seat in held if seat.id == terms.substitute_for_id), None)
    if holder is None or not holder.is_voting or not _meets(holder, terms):
        yield Problem("substitute_for_id", _("Choisissez un membre qui vote pendant cette période."))
        return
    if terms.is_voting or terms.is_chair:
        yield Problem("is_voting", _("Un suppléant ou une suppléante n'a pas de voix en plus."))
    if holder.college is not terms.college:
        yield Problem("college", _("Un suppléant ou une suppléante représente les mêmes personnes."))
    if any(seat.substitute_for_id == holder.id and _meets(seat, terms) for seat in held):
        yield Problem("substitute_for_id", _("Ce membre a déjà un suppléant ou une suppléante."))


def _meets(seat: Seat, terms: SeatTerms) -> bool:
    return overlaps(seat, terms.from_on or clock.today(), terms.to_on)


def _about_end(seat: Seat, last_day: date) -> str | None:
    if seat.to_on and seat.to_on <= last_day:
        return _("Ce siège se termine déjà le %(day)s.", day=day(seat.to_on))
    if last_day < seat.from_on:
        return _("Ce siège commence le %(day)s. Choisissez ce jour ou après.", day=day(seat.from_on))
    present = queries.last_presence(seat.id)
    if present and last_day < present:
        return _("Cette personne était à la séance du %(day)s. Choisissez ce jour ou après.", day=day(present))
    if last_day < clock.today() and queries.open_sitting_of(seat.committee_id):
        return _("Une séance est ouverte. Choisissez aujourd'hui ou après.")
    return None
