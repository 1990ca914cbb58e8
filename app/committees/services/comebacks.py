"""Where an adjourned file comes back: one of the two sittings that follow (DOMAIN §A.3, invariant 6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.committees import room_queries
from app.committees.deliberation import CommitteeRefused, Problem, Proposal
from app.committees.models import Result, Sitting
from app.committees.services.sittings import Appointment, plan_sitting
from app.i18n import gettext as _
from app.steps.actor import Actor

SITTINGS_AHEAD = 2


def target_of(sitting: Sitting, proposal: Proposal, actor: Actor) -> Sitting | None:
    """Return the sitting where an adjourned file comes back, planning it when its day is new; None if not adjourned.

    Raises CommitteeRefused without a sitting to come and without a day, or later than the two that follow.
    """
    if proposal.result is not Result.ADJOURN:
        return None
    ahead = room_queries.sittings_after(sitting)
    day = proposal.target_on or (ahead[0].held_on if ahead else None)
    if day is None:
        raise CommitteeRefused(Problem("target_on", _("Dites à quelle séance le projet reviendra : écrivez sa date.")))
    return _planned(ahead, day) or _new(sitting, ahead, day, actor)


def _planned(ahead: Sequence[Sitting], day: date) -> Sitting | None:
    return next((one for one in ahead[:SITTINGS_AHEAD] if one.held_on == day), None)


def _new(sitting: Sitting, ahead: Sequence[Sitting], day: date, actor: Actor) -> Sitting:
    if day <= sitting.held_on:
        raise CommitteeRefused(Problem("target_on", _("Choisissez un jour après cette séance.")))
    if sum(one.held_on < day for one in ahead) >= SITTINGS_AHEAD:
        sentence = _("Un projet reporté revient à l'une des deux séances qui suivent.")
        raise CommitteeRefused(Problem("target_on", sentence))
    return plan_sitting(sitting.committee, Appointment(day, sitting.place, sitting.hour), actor)
