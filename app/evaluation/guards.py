"""The condition without which no project can close: residents have judged it."""

from __future__ import annotations

from app.evaluation.queries import standing
from app.i18n import gettext as _
from app.projects.models import Project
from workflows.guards import guard


@guard("residents_evaluated", supplied_by="evaluator", screen="evaluation.verdict")
def residents_evaluated(project: Project) -> str | None:
    """A panel of residents, without staff, has given its verdict (F-36, F-38)."""
    if standing(project).verdict:
        return None
    return _("Le panel d'habitants et habitantes n'a pas encore donné son avis.")
