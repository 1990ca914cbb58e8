"""How a project stands today: on track, silent, late, blocked or over; page, lists and queue say the same."""

from __future__ import annotations

from dataclasses import dataclass

from app import clock
from app.i18n import gettext as _
from app.i18n import ngettext
from app.projects.models import Pace, Project
from app.projects.pace import is_blocked, is_late, silent_days

FUND_PATH = "micro-grant"
"""The workflow of projects that ask the fund of their neighbourhood for money."""


@dataclass(frozen=True)
class Standing:
    """The tone and the short label of a project's state; days are counted, zero when there is nothing to say."""

    tone: str
    label: str
    late_days: int = 0
    silent_days: int = 0
    blocked: bool = False

    @property
    def silence(self) -> str:
        """Say since when nobody gave news, or nothing."""
        if not self.silent_days:
            return ""
        return ngettext("Silence depuis %(num)d jour.", "Silence depuis %(num)d jours.", self.silent_days)


def asks_the_fund(project: Project) -> bool:
    """Say whether the fund's rules, committee and ledger are about this project; residents vote on the others."""
    return project.workflow_key == FUND_PATH


def standing_of(project: Project) -> Standing:
    """Judge a project now; one that is blocked says so before it says that it is late."""
    if not project.is_open:
        return Standing("done", _("Terminé") if project.evaluated_at else _("Arrêté"))
    late, silent = _late_days(project), silent_days(project)
    if is_blocked(project):
        return Standing("blocked", _("Bloqué"), late, silent, blocked=True)
    if late:
        return Standing("late", _("En retard"), late, silent)
    if silent:
        return Standing("act", _("Sans nouvelles"), late, silent)
    if project.pace is Pace.LATE:
        return Standing("late", _("En retard"), late, silent)
    return Standing("calm", _("Brouillon") if project.state == "draft" else _("Dans les temps"))


def _late_days(project: Project) -> int:
    if project.due_at is None or not is_late(project):
        return 0
    return max(1, (clock.now() - project.due_at).days)
