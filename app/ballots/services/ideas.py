"""Two ways for one idea: the participatory budget while an edition takes ideas, or the fund of the neighbourhood."""

from __future__ import annotations

import sqlalchemy as sa

from app import clock
from app.ballots.models import Candidacy, Edition
from app.ballots.policy import NotAllowed
from app.db import lock, session, transaction
from app.projects import policy as projects
from app.projects.models import Project
from app.projects.services.drafts import WORKFLOW
from app.steps import services as steps
from app.steps.actor import Actor

BUDGET = "budget-project"


@transaction()
def take_to_edition(project_id: int, edition_id: int, actor: Actor) -> Candidacy:
    """Propose a draft to the participatory budget: the same file follows another path. Raises NotAllowed."""
    project, edition = _draft(project_id, actor), lock(Edition, edition_id)
    if edition is None or edition.state != "ideas":
        raise NotAllowed
    known = session().scalar(sa.select(Candidacy).filter_by(project_id=project.id))
    if known is not None:
        known.edition_id, known.edition = edition.id, edition
    else:
        known = Candidacy(edition=edition, edition_id=edition.id, project=project, project_id=project.id,
                          added_at=clock.now())  # fmt: skip
        session().add(known)
    session().flush()
    steps.take_path(project, BUDGET)
    steps.record(project, "proposed_to_edition", actor, details={"edition": edition.id}, is_public=False)
    return known


@transaction()
def take_to_fund(project_id: int, actor: Actor) -> None:
    """Propose a draft to the fund of its neighbourhood instead. Raises NotAllowed."""
    project = _draft(project_id, actor)
    session().execute(sa.delete(Candidacy).where(Candidacy.project_id == project.id))
    session().flush()
    steps.take_path(project, WORKFLOW)
    steps.record(project, "proposed_to_fund", actor, is_public=False)


def _draft(project_id: int, actor: Actor) -> Project:
    project = lock(Project, project_id)
    if project is None or project.state != "draft" or not projects.can_edit(project, actor):
        raise NotAllowed
    return project
