"""The life of a sitting: planned, moved, opened with a roll call, followed as members come and go, closed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

import sqlalchemy as sa

from app import clock
from app.committees import files, queries, room_queries
from app.committees.deliberation import CommitteeRefused, Problem
from app.committees.models import COMING, USUAL_HOUR, Committee, Sitting
from app.committees.services import agenda, convocations, presence
from app.committees.services.room import check_secretary, locked, locked_in_session
from app.db import session, transaction
from app.i18n import day
from app.i18n import gettext as _
from app.steps import services as steps
from app.steps import wording
from app.steps.actor import Actor
from workflows.engine import ActionRefused


@dataclass(frozen=True)
class Appointment:
    """When and where the committee meets; the hour is that of Tours."""

    held_on: date
    place: str
    hour: time = USUAL_HOUR


@transaction()
def plan_sitting(committee: Committee, when: Appointment, actor: Actor) -> Sitting:
    """Plan a sitting and put on its agenda the files that wait and are ready in time.

    Raises CommitteeRefused on a past day, no place, a day already taken, or no right.
    """
    check_secretary(committee, actor)
    _check_appointment(committee, when)
    sitting = _planned(committee, when, actor)
    agenda.place_waiting(committee, actor)
    return sitting


@transaction()
def convene(sitting: Sitting, actor: Actor) -> Sitting:
    """Call every member to a planned sitting, each by their own channel; done once.

    Raises CommitteeRefused when nobody sits, when residents are not the majority, or when it is done already.
    """
    sitting = locked(sitting)
    check_secretary(sitting.committee, actor)
    move(sitting, "convene", actor)
    convocations.call_members(sitting)
    return sitting


@transaction()
def postpone(sitting: Sitting, when: Appointment, reason: str, actor: Actor) -> Sitting:
    """Give a sitting another day, tell the teams on its agenda, and the members if they were convened.

    The members are to be convened again. Raises CommitteeRefused as `plan_sitting`, without a reason, once it has
    opened, or when the new day of a second call is too soon for the fund's rules.
    """
    sitting = locked(sitting)
    check_secretary(sitting.committee, actor)
    _check_appointment(sitting.committee, when, besides=sitting.id)
    _check_reason(reason)
    if sitting.first_call is not None:
        _check_second_call_delay(sitting.first_call, files.agenda(sitting).waiting, when.held_on)
    convened, former = sitting.convened_at is not None, sitting.held_on
    sitting.held_on, sitting.place, sitting.hour = when.held_on, when.place.strip(), when.hour
    sitting.convened_at = None
    session().flush()
    move(sitting, "postpone", actor, reason)
    if convened:
        convocations.tell_change(sitting, former, reason)
    agenda.tell_new_day(sitting, actor)
    agenda.place_waiting(sitting.committee, actor)
    return sitting


@transaction()
def cancel(sitting: Sitting, reason: str, actor: Actor) -> Sitting:
    """Cancel a sitting that has not opened: its files go to the next one, and everyone is told.

    Raises CommitteeRefused without a reason, or once it has opened.
    """
    sitting = locked(sitting)
    check_secretary(sitting.committee, actor)
    _check_reason(reason)
    convened = sitting.convened_at is not None
    move(sitting, "cancel", actor, reason)
    if convened:
        convocations.tell_cancelled(sitting, reason)
    agenda.place_waiting(sitting.committee, actor)
    return sitting


@transaction()
def open_sitting(sitting: Sitting, present: Collection[int], actor: Actor) -> Sitting:
    """Open a convened sitting with the roll call: `present` are ids of seats.

    Raises CommitteeRefused before its day, when another sitting is open, when it was already opened, or when
    residents are no longer the majority of the voting seats.
    """
    sitting = locked(sitting)
    check_secretary(sitting.committee, actor)
    if sitting.opened_at is not None:
        raise CommitteeRefused(Problem("", _("Cette séance a déjà été ouverte.")))
    seats = queries.seats_on(sitting.committee_id, sitting.held_on)
    sitting.roll_called_at = clock.now()
    presence.call_roll(sitting, seats, present, actor)
    move(sitting, "open", actor)
    return sitting


@transaction()
def second_call(sitting: Sitting, when: Appointment, actor: Actor) -> Sitting:
    """Close a sitting that lacks its quorum and convene another, where the same files are decided without it.

    Raises CommitteeRefused when every file has its quorum, while a vote is open, or when the new day is too soon for
    the fund's rules.
    """
    check_secretary(sitting.committee, actor)
    sitting = locked_in_session(sitting)
    _check_no_vote_is_open(sitting)
    waiting = files.agenda(sitting).waiting
    if all(file.room.has_quorum for file in waiting):
        raise CommitteeRefused(Problem("", _("Le quorum est atteint pour chaque projet. Vous pouvez décider.")))
    _check_second_call_delay(sitting, waiting, when.held_on)
    _check_appointment(sitting.committee, when)
    move(sitting, "close", actor)
    again = _planned(sitting.committee, when, actor, first_call=sitting)
    agenda.carry_over(sitting, again, actor)
    return convene(again, actor)


@transaction()
def close_sitting(sitting: Sitting, actor: Actor) -> Sitting:
    """Close a sitting: nothing more is decided in it, and the files left go to the next one.

    Raises CommitteeRefused when it is not open, or while a vote is.
    """
    check_secretary(sitting.committee, actor)
    sitting = locked_in_session(sitting)
    _check_no_vote_is_open(sitting)
    move(sitting, "close", actor)
    agenda.place_waiting(sitting.committee, actor)
    return sitting


def move(sitting: Sitting, action: str, actor: Actor, note: str = "") -> None:
    """Take one step of the sitting's workflow, inside a transaction; a refusal becomes a CommitteeRefused."""
    try:
        steps.perform(sitting, action, actor, note)
    except ActionRefused as refused:
        reasons = wording.missing(sitting, refused.obstacles)
        raise CommitteeRefused(*(Problem("", reason.what) for reason in reasons)) from refused


def _planned(committee: Committee, when: Appointment, actor: Actor, first_call: Sitting | None = None) -> Sitting:
    sitting = Sitting(committee_id=committee.id, held_on=when.held_on, place=when.place.strip(), hour=when.hour)
    sitting.second_call, sitting.first_call_id = first_call is not None, first_call.id if first_call else None
    steps.begin(sitting, "sitting", actor)
    return sitting


def _check_no_vote_is_open(sitting: Sitting) -> None:
    if room_queries.open_vote(sitting.id) is not None:
        raise CommitteeRefused(Problem("", _("Un vote est encore ouvert. Fermez-le ou annulez-le d'abord.")))


def _check_second_call_delay(first: Sitting, waiting: Sequence[files.File], held_on: date) -> None:
    """Raise CommitteeRefused when a second call comes sooner after the first than the rules of its files allow."""
    earliest = first.held_on + timedelta(days=max((file.rules.second_call_days for file in waiting), default=0))
    if held_on < earliest:
        sentence = _("C'est trop tôt. Choisissez le %(day)s ou après.", day=day(earliest))
        raise CommitteeRefused(Problem("held_on", sentence))


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise CommitteeRefused(Problem("reason", _("Expliquez pourquoi, en une phrase.")))


def _check_appointment(committee: Committee, when: Appointment, besides: int | None = None) -> None:
    if when.held_on < clock.today():
        raise CommitteeRefused(Problem("held_on", _("Choisissez aujourd'hui ou un jour à venir.")))
    if not when.place.strip():
        raise CommitteeRefused(Problem("place", _("Écrivez où le comité se réunit.")))
    same_day = sa.select(Sitting.id).where(
        Sitting.committee_id == committee.id,
        Sitting.held_on == when.held_on,
        Sitting.state.in_(COMING),
        Sitting.id.is_distinct_from(besides),
    )
    if session().scalar(same_day.limit(1)):
        raise CommitteeRefused(Problem("held_on", _("Une séance est déjà prévue ce jour-là.")))
