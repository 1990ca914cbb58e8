"""At each stage, residents take part or everybody reads why not (DOMAIN B.6): what is recorded, what is missing."""

from __future__ import annotations

from dataclasses import dataclass

from app.i18n import LazyString
from app.i18n import lazy_gettext as _
from app.projects.models import Project
from app.projects.queries.traces import traces_of
from app.steps.catalogue import definition_of

STAGES: dict[str, LazyString] = {
    "proposal": _("À l'origine de l'idée"),
    "codesign": _("Pendant la construction"),
    "implementation": _("Pendant la réalisation"),
}
"""The stages that are not left without residents; the last one, the evaluation, is led by them."""


@dataclass(frozen=True)
class Part:
    """The part of residents at one stage: how many sessions, how many people in all, or the reason why none."""

    stage: str
    label: str
    sessions: int
    residents: int
    reason: str

    @property
    def is_missing(self) -> bool:
        """Say whether nothing is recorded, not even a reason."""
        return not self.residents and not self.reason


def parts_of(project: Project) -> list[Part]:
    """Return the part of residents at each stage that the project has reached."""
    reasons = traces_of(project).reasons
    found = []
    for stage, label in STAGES.items():
        held = [row for row in project.involvements if row.stage == stage]
        reason = reasons[stage].reason if stage in reasons else ""
        if held or reason or _reached(project, stage):
            found.append(Part(stage, str(label), len(held), sum(row.residents_count for row in held), reason))
    return found


def _reached(project: Project, stage: str) -> bool:
    order = [one.name for one in definition_of(project).stages]
    return stage in order and project.stage in order and order.index(stage) <= order.index(project.stage)
