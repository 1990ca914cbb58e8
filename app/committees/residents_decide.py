"""What the committee tells of its decisions: how many votes were those of residents (rung 5 of the ladder)."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from app.committees.models import Decision, Result
from app.db import session
from app.projects.deciding import Deciding, decision_source
from app.projects.models import Project


@decision_source
def decisions_of_the_committee(project: Project) -> Iterator[Deciding]:
    """Yield each decision in force or past on a project; one put off is not yet a decision."""
    asked = sa.select(Decision.decided_at, Decision.voting_present, Decision.residents_present)
    taken = asked.where(
        Decision.project_id == project.id, Decision.annulled_at.is_(None), Decision.result != Result.ADJOURN
    )
    for at, votes, residents in session().execute(taken):
        yield Deciding(at, votes, residents)
