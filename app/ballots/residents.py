"""Which projects residents have worked on, read for many projects at once."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from app.db import session
from app.projects.models import Involvement


def projects_without_residents(project_ids: Collection[int]) -> set[int]:
    """Return those of these projects on which no working session brought residents together."""
    worked = session().scalars(
        sa.select(Involvement.project_id)
        .where(
            Involvement.project_id.in_(project_ids), Involvement.stage == "codesign", Involvement.residents_count > 0
        )
        .distinct()
    )
    return set(project_ids) - set(worked)
