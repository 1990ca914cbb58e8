"""What the ballots tell of decisions: residents' vote decides on a project, unless the council then refuses it."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from app.db import session
from app.projects.deciding import Deciding, decision_source
from app.projects.models import Project
from app.steps.models import Step

BY_RESIDENTS = {"selected": 1, "not_selected": 1, "refused_by_council": 0}
"""States that end a vote → whether residents decided."""


@decision_source
def decisions_of_the_vote(project: Project) -> Iterator[Deciding]:
    """Yield what residents' vote decided on a project, then what the council did of it."""
    if project.workflow_key != "budget-project":
        return
    ended = sa.select(Step.to_state, sa.func.min(Step.at)).where(
        Step.subject_kind == Project.kind, Step.subject_id == project.id, Step.to_state.in_(BY_RESIDENTS)
    )
    for state, at in session().execute(ended.group_by(Step.to_state)):
        yield Deciding(at, votes=1, residents_votes=BY_RESIDENTS[state])
