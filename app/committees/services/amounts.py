"""How much members would give to a file, said by each."""

from __future__ import annotations

from collections.abc import Mapping

from app import clock
from app.committees import files
from app.committees.deliberation import CommitteeRefused, Problem
from app.committees.models import Sitting
from app.committees.policy import is_the_member, may_run
from app.committees.room_models import AmountProposal
from app.committees.room_queries import who_is_there
from app.committees.services.room import check_awaits, locked_in_session
from app.db import session, transaction
from app.i18n import euros
from app.i18n import gettext as _
from app.projects.models import Project
from app.steps.actor import Actor


@transaction()
def propose_amounts(sitting: Sitting, project: Project, said: Mapping[int, int | None], actor: Actor) -> None:
    """Record how many cents each seat would give to a file; None takes an amount back.

    The secretary writes those of everybody, a member their own. Raises CommitteeRefused otherwise, for a member who
    does not vote on the file, and above what is asked.
    """
    sitting = locked_in_session(sitting)
    project = check_awaits(sitting, project, actor)
    _check_right(sitting, said, actor)
    room = files.file_of(project, sitting).room
    for seat_id, cents in said.items():
        _check_amount(project, cents)
        if cents is not None and seat_id not in room.voters:
            raise CommitteeRefused(Problem("", _("Cette personne ne vote pas sur ce projet.")))
        _keep((sitting.id, project.id, seat_id), cents)
    session().flush()


def _check_right(sitting: Sitting, said: Mapping[int, int | None], actor: Actor) -> None:
    if may_run(sitting.committee, actor):
        return
    own = {seat.id for seat in who_is_there(sitting).seats if is_the_member(seat, actor)}
    if not set(said) <= own:
        raise CommitteeRefused(Problem("", _("Chaque membre propose sa propre somme.")))


def _check_amount(project: Project, cents: int | None) -> None:
    if cents is not None and cents > project.requested_cents:
        sentence = _("Le projet demande %(asked)s. Proposez au plus cette somme.", asked=euros(project.requested_cents))
        raise CommitteeRefused(Problem("amount", sentence))


def _keep(key: tuple[int, int, int], cents: int | None) -> None:
    row = session().get(AmountProposal, key)
    if cents is None:
        if row is not None:
            session().delete(row)
        return
    if row is None:
        sitting_id, project_id, seat_id = key
        row = AmountProposal(sitting_id=sitting_id, project_id=project_id, seat_id=seat_id)
        session().add(row)
    row.amount_cents, row.said_at = cents, clock.now()
