"""What happens to the fund when a project moves."""

from __future__ import annotations

from app.funds import queries
from app.projects.models import Project
from app.steps.actor import Actor
from app.steps.kinds import upon


@upon("project", "submit")
def pin_rules(project: Project, _actor: Actor) -> None:
    """Judge the project, from now on, under the rules in force the day it was first sent (invariant 7)."""
    rules = queries.rules_for(project)
    if rules is not None:
        project.rules_id, project.fund_id = rules.id, rules.fund_id
