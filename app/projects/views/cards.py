"""A project as a card in a list, and as a line in a queue of work."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from app.i18n import day, euros, ngettext
from app.i18n import gettext as _
from app.projects import pace
from app.projects.labels import THEMES
from app.projects.models import Project
from app.steps.catalogue import state_of

FULFILLED = "closed"


@dataclass(frozen=True)
class Card:
    """What the card macro shows; every text is ready to be read."""

    title: str
    url: str
    neighbourhood: str
    stage_sentence: str
    amount: str
    status: str
    tone: str
    due: str = ""
    due_tone: str = ""
    silence: str = ""
    theme: str = ""


def card(project: Project, url: str = "") -> Card:
    """Return a project as it is shown in every list."""
    status, tone = status_of(project)
    days = pace.silent_days(project)
    return Card(
        title=project.title or _("Idée sans titre"),
        url=url or url_for("projects.show", ref=project.ref),
        neighbourhood=project.neighbourhood.name if project.neighbourhood else _("Quartier à choisir"),
        stage_sentence=_(state_of(project).public_label),
        amount=euros(project.requested_cents) if project.requested_cents else "",
        status=status,
        tone=tone,
        due=due_sentence(project),
        due_tone="late" if pace.is_late(project) else "",
        silence=ngettext("Aucune nouvelle depuis %(num)d jour", "Aucune nouvelle depuis %(num)d jours", days)
        if days
        else "",
        theme=str(THEMES[project.theme]) if project.theme else "",
    )


def status_of(project: Project) -> tuple[str, str]:
    """Return in one or two words how a project stands, and the tone of its badge."""
    if project.state == FULFILLED:
        return _("Terminé"), "done"
    if not project.is_open:
        return _("Arrêté"), "done"
    if pace.is_blocked(project):
        return _("Bloqué"), "blocked"
    if pace.is_late(project):
        return _("En retard"), "late"
    return _("Dans les temps"), "calm"


def due_sentence(project: Project) -> str:
    """Return by when the present state must be left, or nothing."""
    if not project.is_open or project.due_at is None:
        return ""
    if pace.is_late(project):
        return _("C'était à faire avant le %(day)s", day=day(project.due_at))
    return _("À faire avant le %(day)s", day=day(project.due_at))
