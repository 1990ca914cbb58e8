"""What happens to decisions when a project moves, and who counts as a member of the committee."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from app import clock
from app.committees.deliberation import GRANTS
from app.committees.models import Decision
from app.committees.queries import chairs, current_decision, decision_and_seat
from app.db import session
from app.projects.models import Project
from app.steps.actor import Actor
from app.steps.kinds import reversal, role_source, upon
from app.steps.models import Step


@role_source("project")
def committee_roles(project: Project, actor: Actor) -> Iterator[str]:
    """Yield "committee_member" for whoever sits today in the committee of the project's fund."""
    if project.state != "scheduled" or project.fund_id is None or actor.acting_id is None:
        return
    if decision_and_seat(project, actor.acting_id)[1]:
        yield "committee_member"
        if chairs(project, actor.acting_id):
            yield "committee_chair"


@upon("project", "return_to_committee", "rework")
def leave_to_the_past(project: Project, _actor: Actor) -> None:
    """Keep the former decision as a memory: a new deliberation begins."""
    decision = current_decision(project)
    if decision is not None:
        decision.is_past = True
        session().flush()


@reversal("project", "return_to_committee", "rework")
def bring_back(project: Project, _step: Step, _actor: Actor) -> None:
    """Put the former decision in force again, since coming back was a mistake."""
    former = session().scalar(
        sa.select(Decision)
        .where(Decision.project_id == project.id, Decision.is_past, Decision.annulled_at.is_(None))
        .order_by(Decision.decided_at.desc(), Decision.id.desc())
        .limit(1)
    )
    if former is not None:
        former.is_past = False


@reversal("project", "grant", "grant_with_conditions", "adjourn", "refuse")
def annul(project: Project, _step: Step, _actor: Actor) -> None:
    """Annul the decision and take the grant back; the row stays, and the fund releases the money."""
    decision = current_decision(project)
    if decision is None:
        return
    decision.annulled_at = clock.now()
    if decision.result in GRANTS:
        project.granted_cents = None
