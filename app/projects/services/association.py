"""Writing why residents were not associated with a project at one of its stages."""

from __future__ import annotations

from app import clock
from app.db import lock, session, transaction
from app.projects import codesign_policy as policy
from app.projects.association import parts_of
from app.projects.models import NoInvolvement, Project
from app.projects.policy import NotAllowed
from app.steps import services as steps
from app.steps.actor import Actor


@transaction()
def explain_no_involvement(project_id: int, stage: str, reason: str, actor: Actor) -> None:
    """Keep a reason that everybody reads, for a stage reached where nobody was associated. Raises NotAllowed."""
    project = lock(Project, project_id)
    if project is None or not reason.strip() or not policy.can_explain(project, actor):
        raise NotAllowed
    part = next((one for one in parts_of(project) if one.stage == stage), None)
    if part is None or part.residents:
        raise NotAllowed
    if part.reason == reason.strip():
        return
    session().add(
        NoInvolvement(
            project_id=project.id, stage=stage, reason=reason.strip(), by_id=actor.person_id,
            on_behalf_id=actor.on_behalf_id, at=clock.now(),
        )
    )  # fmt: skip
    session().flush()
    steps.record(project, "no_involvement", actor, reason, details={"stage": stage})
