"""The condition without which no project can close: residents have judged it."""

from __future__ import annotations

import sqlalchemy as sa
from workflows.guards import guard

from app.db import remembered, session
from app.evaluation.models import Verdict
from app.i18n import gettext as _
from app.projects.models import Project


@guard("residents_evaluated", supplied_by="evaluator", screen="evaluation.verdict")
def residents_evaluated(project: Project) -> str | None:
    """A panel of residents, without staff, has given its verdict (F-36, F-38)."""
    given = remembered(
        ("verdict", project.id),
        lambda: session().scalar(sa.select(Verdict.id).where(Verdict.project_id == project.id)),
    )
    return None if given else _("Le panel d'habitants et habitantes n'a pas encore donné son avis.")
