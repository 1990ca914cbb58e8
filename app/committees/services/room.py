"""What every act on a sitting begins with: the sitting locked, in session for the room, the secretary who acts."""

from __future__ import annotations

from app.committees import agendas
from app.committees.deliberation import CommitteeRefused, Problem
from app.committees.models import Committee, Sitting
from app.committees.policy import carries, may_run
from app.db import lock
from app.i18n import gettext as _
from app.projects.models import Project
from app.steps.actor import Actor


def locked(sitting: Sitting) -> Sitting:
    """Lock a sitting until the transaction ends."""
    fresh = lock(Sitting, sitting.id)
    if fresh is None:
        raise LookupError(f"sitting {sitting.id} no longer exists")
    return fresh


def locked_in_session(sitting: Sitting) -> Sitting:
    """Lock a sitting, which every act in the room locks first. Raises CommitteeRefused when it is not in session."""
    fresh = locked(sitting)
    if not fresh.in_session:
        raise CommitteeRefused(Problem("", _("La séance n'est pas ouverte.")))
    return fresh


def check_secretary(committee: Committee, actor: Actor) -> None:
    """Raise CommitteeRefused unless the person keeps the secretariat of the committee."""
    if not may_run(committee, actor):
        raise CommitteeRefused(Problem("", _("Seul le secrétariat du comité peut faire cela.")))


def check_awaits(sitting: Sitting, project: Project, actor: Actor) -> Project:
    """Read a file again and check that it awaits this committee, run by somebody who does not carry it.

    Raises CommitteeRefused when it does not.
    """
    fresh = lock(Project, project.id)
    if fresh is None:
        raise LookupError(f"project {project.id} no longer exists")
    if carries(fresh, actor):
        raise CommitteeRefused(Problem("", _("Vous portez ce projet : une autre personne enregistre la décision.")))
    if fresh.fund_id != sitting.committee.fund_id:
        raise CommitteeRefused(Problem("", _("Ce projet dépend d'un autre comité.")))
    if not agendas.is_on(sitting, fresh):
        raise CommitteeRefused(Problem("", _("Ce projet n'est pas à l'ordre du jour de cette séance.")))
    if fresh.state != "scheduled":
        raise CommitteeRefused(Problem("", _("Ce projet n'attend plus de décision. Rechargez la page.")))
    return fresh
