"""What the verdict changes in a project, and who counts as its evaluator."""

from __future__ import annotations

from collections.abc import Iterator

from app import clock
from app.evaluation.queries import standing
from app.projects.models import Project
from app.steps.actor import Actor
from app.steps.kinds import role_source, upon


@role_source("project")
def evaluators(project: Project, actor: Actor) -> Iterator[str]:
    """Yield "evaluator" for a neighbour of the panel, once the project awaits its verdict.

    And for whoever has typed the sheet of the panel: the verdict is there, with the name of who held the pen.
    """
    if project.state != "evaluation":
        return
    stands = standing(project)
    typed = stands.verdict is not None and stands.verdict.keyed_by_id == actor.person_id
    if typed or actor.acting_id in stands.judges(project):
        yield "evaluator"


@upon("project", "deliver_verdict")
def mark_evaluated(project: Project, _actor: Actor) -> None:
    """Date the residents' verdict: without it the database refuses that the project be closed."""
    project.evaluated_at = clock.now()
