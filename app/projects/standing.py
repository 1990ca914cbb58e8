"""How a project stands today: on track, silent, late, blocked or over; page, lists and queue say the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from app import clock
from app.i18n import gettext as _
from app.i18n import ngettext
from app.projects.models import Pace, Project

SILENCE = timedelta(days=30)
"""Beyond it, silence is shown to everybody."""


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


def standing_of(project: Project) -> Standing:
    """Judge a project now; one that is blocked says so before it says that it is late."""
    if not project.is_open:
        return Standing("done", _("Terminé") if project.evaluated_at else _("Arrêté"))
    late, silent = _late_days(project), _silent_days(project)
    if pace_of(project) is Pace.BLOCKED:
        return Standing("blocked", _("Bloqué"), late, silent, blocked=True)
    if late:
        return Standing("late", _("En retard"), late, silent)
    if silent:
        return Standing("act", _("Sans nouvelles"), late, silent)
    if pace_of(project) is Pace.LATE:
        return Standing("late", _("En retard"), late, silent)
    return Standing("calm", _("Brouillon") if project.state == "draft" else _("Dans les temps"))


def pace_of(project: Project) -> Pace | None:
    """Return the pace told since the project entered its present state, or None."""
    told = project.pace_at is not None and project.pace_at >= project.entered_at
    return project.pace if told else None


def _late_days(project: Project) -> int:
    if project.due_at is None or project.due_at >= clock.now():
        return 0
    return max(1, (clock.now() - project.due_at).days)


def _silent_days(project: Project) -> int:
    silence = clock.now() - project.last_activity_at
    return silence.days if silence > SILENCE else 0
