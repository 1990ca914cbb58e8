"""A project as a card in a list, and as a line in a queue of work."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from app.i18n import day, euros
from app.i18n import gettext as _
from app.projects.labels import THEMES
from app.projects.models import Project
from app.projects.standing import standing_of
from app.steps.catalogue import state_of


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
    standing = standing_of(project)
    return Card(
        title=project.title or _("Idée sans titre"),
        url=url or url_for("projects.show", ref=project.ref),
        neighbourhood=project.neighbourhood.name if project.neighbourhood else _("Quartier à choisir"),
        stage_sentence=_(state_of(project).public_label),
        amount=euros(project.requested_cents) if project.requested_cents else "",
        status=standing.label,
        tone=standing.tone,
        due=_due_sentence(project, is_late=bool(standing.late_days)),
        due_tone="late" if standing.late_days else "",
        silence=standing.silence,
        theme=str(THEMES[project.theme]) if project.theme else "",
    )


def _due_sentence(project: Project, *, is_late: bool) -> str:
    if not project.is_open or project.due_at is None:
        return ""
    if is_late:
        return _("C'était à faire avant le %(day)s", day=day(project.due_at))
    return _("À faire avant le %(day)s", day=day(project.due_at))
