"""Published projects placed in any state, for tests of screens."""

from __future__ import annotations

from app.db import session, transaction
from app.projects.models import AFTER_GRANT, Project
from app.steps import services as steps
from app.steps.actor import Actor
from tests import make
from tests.make.projects import put


def project_in(state: str, carrier: Actor | None = None) -> Project:
    """Store a published project, born in a meeting, placed in a state."""
    carrier = carrier or make.actor(name="Amina Diallo")
    make.fund()
    project = make.project(carrier, origin_meeting_id=make.meeting().id)
    steps.perform(project, "submit", carrier)
    move(project, state)
    return project


@transaction()
def move(project: Project, state: str) -> None:
    """Place a project in a state with the facts that this state requires."""
    project = session().get_one(Project, project.id)
    rules = make.fund().rules[0]
    project.fund_id, project.rules_id = rules.fund_id, rules.id
    project.granted_cents = 600_00 if state in AFTER_GRANT else None
    project.evaluated_at = project.created_at if state == "closed" else None
    project.merged_into_id = make.project(neighbourhood=project.neighbourhood).id if state == "merged" else None
    put(project, state)
