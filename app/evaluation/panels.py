"""The evaluation's section of the project page: who judges, then what they said."""

from __future__ import annotations

from app.evaluation import policy
from app.evaluation.queries import Standing, standing
from app.evaluation.wording import FORMATION, HAPPENED_TOLD, LADDER, STAGES, TONES
from app.i18n import gettext as _
from app.projects.models import Project
from app.projects.panels import Panel, panel
from app.steps.actor import Actor


@panel(5)
def verdict_first(project: Project, _actor: Actor | None) -> Panel | None:
    """Tell the residents' verdict before anything else, once the project is closed."""
    return _verdict_panel(standing(project)) if project.state == "closed" else None


@panel(40)
def panel_of_residents(project: Project, actor: Actor | None) -> Panel | None:
    """Say who judges the project and what they have to do, while their verdict is awaited."""
    if project.state != "evaluation":
        return None
    context = {
        "project": project,
        "stands": standing(project),
        "formation": FORMATION,
        "can_form": actor is not None and policy.can_form(project, actor),
        "can_give": actor is not None and policy.can_give(project, actor),
    }
    return Panel(_("Le panel d'habitants et d'habitantes"), "evaluation/panel_section.html", context)


def _verdict_panel(stands: Standing) -> Panel | None:
    if stands.verdict is None:
        return None
    levels = [(label, LADDER[getattr(stands.verdict, name)]) for name, label in STAGES.items()]
    context = {
        "verdict": stands.verdict,
        "told": HAPPENED_TOLD[stands.verdict.happened],
        "tone": TONES[stands.verdict.happened],
        "levels": levels,
    }
    return Panel(_("L'avis des habitants et habitantes"), "evaluation/verdict_section.html", context)
