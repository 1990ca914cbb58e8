"""Stepping aside: a member who has an interest in a project neither hears it nor votes."""

from __future__ import annotations

from app import clock
from app.committees.deliberation import CommitteeRefused, Problem
from app.committees.models import Recusal, Seat
from app.committees.policy import may_run, may_step_aside_for
from app.db import lock, session, transaction
from app.i18n import gettext as _
from app.projects.models import Project
from app.steps.actor import Actor


@transaction()
def declare_recusal(seat: Seat, project: Project, reason: str, actor: Actor) -> None:
    """Record that a member steps aside for a project, and why; twice is harmless.

    Raises CommitteeRefused without a reason, without the right, or once the committee has decided.
    """
    project = _awaiting(project)
    if not may_step_aside_for(seat.committee, seat, actor) or seat.committee.fund_id != project.fund_id:
        raise CommitteeRefused(Problem("", _("Seul le membre ou le secrétariat peut déclarer ce déport.")))
    if not reason.strip():
        raise CommitteeRefused(Problem("reason", _("Dites en quelques mots pourquoi cette personne se retire.")))
    if session().get(Recusal, (seat.id, project.id)) is None:
        session().add(
            Recusal(seat_id=seat.id, project_id=project.id, reason=reason.strip()[:200], declared_at=clock.now())
        )
    session().flush()


@transaction()
def lift_recusal(seat: Seat, project: Project, actor: Actor) -> None:
    """Take back a recusal declared by mistake; a member of the project's team stays out whatever happens."""
    project = _awaiting(project)
    if not may_run(seat.committee, actor):
        raise CommitteeRefused(Problem("", _("Seul le secrétariat du comité peut faire cela.")))
    row = session().get(Recusal, (seat.id, project.id))
    if row is not None:
        session().delete(row)
    session().flush()


def _awaiting(project: Project) -> Project:
    fresh = lock(Project, project.id)
    if fresh is None or fresh.state != "scheduled":
        raise CommitteeRefused(Problem("", _("Ce projet n'attend pas de décision du comité.")))
    return fresh
