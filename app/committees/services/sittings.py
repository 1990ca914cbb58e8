"""Holding a sitting: convene it, open it with a roll call, follow who comes and goes, call again, close it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

import sqlalchemy as sa

from app import clock
from app.committees import files, queries
from app.committees.composition import residents_hold_majority
from app.committees.deliberation import CommitteeRefused, Problem
from app.committees.models import Committee, Presence, Seat, Sitting
from app.committees.policy import may_run
from app.db import lock, session, transaction
from app.i18n import day
from app.i18n import gettext as _
from app.steps.actor import Actor

SECOND_CALL_DAYS = 3
"""Days between a sitting without quorum and its second call (DOMAIN §B.1)."""


@transaction()
def convene(committee: Committee, held_on: date, place: str, actor: Actor) -> Sitting:
    """Announce a sitting. Raises CommitteeRefused on a past day, no place, a day already taken, or no right."""
    _check_secretary(committee, actor)
    _check_day_and_place(committee, held_on, place)
    return _announced(Sitting(committee_id=committee.id, held_on=held_on, place=place.strip()))


@transaction()
def open_sitting(sitting: Sitting, present: Collection[int], actor: Actor) -> Sitting:
    """Open a sitting with the roll call: `present` are ids of seats.

    Raises CommitteeRefused before its day, when another sitting is open, when it was already opened, or when
    residents are no longer the majority of the voting seats.
    """
    sitting = _locked(sitting)
    _check_secretary(sitting.committee, actor)
    seats = queries.seats_on(sitting.committee_id, sitting.held_on)
    _check_can_open(sitting, seats)
    sitting.opened_at = clock.now()
    session().add_all(Presence(sitting_id=sitting.id, seat_id=seat.id) for seat in seats if seat.id in present)
    session().flush()
    return sitting


@transaction()
def set_presence(sitting: Sitting, seat_id: int, is_present: bool, actor: Actor) -> None:  # noqa: FBT001
    """Record that a member arrives late, or leaves. Raises CommitteeRefused when the sitting is not open."""
    sitting = _locked(sitting)
    _check_secretary(sitting.committee, actor)
    _check_is_open(sitting)
    if seat_id not in {seat.id for seat in queries.seats_on(sitting.committee_id, sitting.held_on)}:
        raise CommitteeRefused(Problem("", _("Cette personne ne siège pas dans ce comité.")))
    row = session().get(Presence, (sitting.id, seat_id))
    if is_present and row is None:
        session().add(Presence(sitting_id=sitting.id, seat_id=seat_id))
    elif row is not None and not is_present:
        session().delete(row)
    session().flush()


@transaction()
def second_call(sitting: Sitting, held_on: date, place: str, actor: Actor) -> Sitting:
    """Close a sitting that lacks its quorum and announce another one, where the same files are decided without it.

    Raises CommitteeRefused when every file has its quorum, or when the new day is less than three days later.
    """
    sitting = _locked(sitting)
    _check_secretary(sitting.committee, actor)
    _check_is_open(sitting)
    if all(file.room.has_quorum for file in files.agenda(sitting).waiting):
        raise CommitteeRefused(Problem("", _("Le quorum est atteint pour chaque projet. Vous pouvez décider.")))
    earliest = sitting.held_on + timedelta(days=SECOND_CALL_DAYS)
    if held_on < earliest:
        raise CommitteeRefused(
            Problem("held_on", _("Laissez trois jours. Choisissez le %(day)s ou après.", day=day(earliest)))
        )
    _check_day_and_place(sitting.committee, held_on, place)
    sitting.closed_at = clock.now()
    again = Sitting(committee_id=sitting.committee_id, held_on=held_on, place=place.strip())
    again.second_call, again.first_call_id = True, sitting.id
    return _announced(again)


@transaction()
def close_sitting(sitting: Sitting, actor: Actor) -> Sitting:
    """Close a sitting: nothing more is decided in it. Raises CommitteeRefused when it is not open."""
    sitting = _locked(sitting)
    _check_secretary(sitting.committee, actor)
    _check_is_open(sitting)
    sitting.closed_at = clock.now()
    session().flush()
    return sitting


def _locked(sitting: Sitting) -> Sitting:
    fresh = lock(Sitting, sitting.id)
    if fresh is None:
        raise LookupError(f"sitting {sitting.id} no longer exists")
    return fresh


def _announced(sitting: Sitting) -> Sitting:
    session().add(sitting)
    session().flush()
    return sitting


def _check_secretary(committee: Committee, actor: Actor) -> None:
    if not may_run(committee, actor):
        raise CommitteeRefused(Problem("", _("Seul le secrétariat du comité peut faire cela.")))


def _check_is_open(sitting: Sitting) -> None:
    if not sitting.is_open:
        raise CommitteeRefused(Problem("", _("La séance n'est pas ouverte.")))


def _check_day_and_place(committee: Committee, held_on: date, place: str) -> None:
    if held_on < clock.today():
        raise CommitteeRefused(Problem("held_on", _("Choisissez aujourd'hui ou un jour à venir.")))
    if not place.strip():
        raise CommitteeRefused(Problem("place", _("Écrivez où le comité se réunit.")))
    same_day = sa.select(Sitting.id).filter_by(committee_id=committee.id, held_on=held_on, closed_at=None)
    if session().scalar(same_day.limit(1)):
        raise CommitteeRefused(Problem("held_on", _("Une séance est déjà prévue ce jour-là.")))


def _check_can_open(sitting: Sitting, seats: Collection[Seat]) -> None:
    if sitting.opened_at is not None:
        raise CommitteeRefused(Problem("", _("Cette séance a déjà été ouverte.")))
    if sitting.held_on > clock.today():
        raise CommitteeRefused(Problem("", _("Cette séance s'ouvre le %(day)s.", day=day(sitting.held_on))))
    if queries.open_sitting_of(sitting.committee_id):
        raise CommitteeRefused(Problem("", _("Une autre séance est ouverte. Fermez-la d'abord.")))
    if not residents_hold_majority([seat.college for seat in seats if seat.is_voting]):
        raise CommitteeRefused(
            Problem("", _("Les habitants et habitantes doivent avoir plus de la moitié des voix du comité."))
        )
