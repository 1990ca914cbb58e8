"""Who is in the room: the roll call, arrivals and departures with their time, who presides."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from app import clock
from app.committees.deliberation import CommitteeRefused, Problem
from app.committees.models import Presence, Seat, Sitting
from app.committees.room_models import Movement, Presidency, Way
from app.committees.room_queries import who_is_there
from app.committees.services.room import check_secretary, locked_in_session
from app.committees.services.votes import follow_the_room
from app.db import session, transaction
from app.i18n import gettext as _
from app.steps.actor import Actor


@transaction()
def call_roll(sitting: Sitting, seats: Iterable[Seat], present: Collection[int], actor: Actor) -> None:
    """Write down who is there when a sitting opens; `present` are ids of seats. Rights are the caller's to check."""
    for seat in seats:
        if seat.id in present:
            session().add(Presence(sitting_id=sitting.id, seat_id=seat.id))
            _keep(sitting, seat.id, Way.ARRIVED, actor)
    session().flush()


@transaction()
def set_presence(sitting: Sitting, seat_id: int, is_present: bool, actor: Actor) -> None:  # noqa: FBT001
    """Record that a member arrives late, or leaves, and when; twice is once.

    Raises CommitteeRefused when the sitting is not open, on no right, and for somebody who does not sit.
    """
    check_secretary(sitting.committee, actor)
    sitting = locked_in_session(sitting)
    if seat_id not in {seat.id for seat in who_is_there(sitting).seats}:
        raise CommitteeRefused(Problem("", _("Cette personne ne siège pas dans ce comité.")))
    row = session().get(Presence, (sitting.id, seat_id))
    if is_present == (row is not None):
        return
    if row is None:
        session().add(Presence(sitting_id=sitting.id, seat_id=seat_id))
    else:
        session().delete(row)
    _keep(sitting, seat_id, Way.ARRIVED if is_present else Way.LEFT, actor)
    session().flush()
    follow_the_room(sitting)


@transaction()
def name_presiding(sitting: Sitting, seat_id: int, actor: Actor) -> None:
    """Record who presides while the chair is away or steps aside.

    Raises CommitteeRefused on no right, and for somebody who is away or does not vote.
    """
    check_secretary(sitting.committee, actor)
    sitting = locked_in_session(sitting)
    there = who_is_there(sitting)
    seat = next((seat for seat in there.seats if seat.id == seat_id), None)
    if seat is None or seat_id not in there.present or not (seat.is_voting or seat.substitute_for_id):
        raise CommitteeRefused(Problem("presiding", _("Choisissez un membre présent, qui vote.")))
    if there.named[:1] == (seat_id,):
        return
    session().add(Presidency(sitting_id=sitting.id, seat_id=seat_id, at=clock.now(), noted_by_id=actor.person_id))
    session().flush()


def _keep(sitting: Sitting, seat_id: int, way: Way, actor: Actor) -> None:
    session().add(
        Movement(sitting_id=sitting.id, seat_id=seat_id, way=way, at=clock.now(), noted_by_id=actor.person_id)
    )
