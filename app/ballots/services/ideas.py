"""Ways of one idea: the participatory budget while an edition takes ideas, a later edition, or the fund."""

from __future__ import annotations

from app import clock
from app.ballots.calendar import takes_ideas
from app.ballots.models import Candidacy, Edition
from app.ballots.policy import BUDGET, REFUSED, NotAllowed, may_stand_again
from app.ballots.queries import candidacies_of, candidacy_of
from app.db import lock, session, transaction
from app.projects import policy as projects
from app.projects.models import Project
from app.projects.services.drafts import WORKFLOW
from app.steps import services as steps
from app.steps.actor import Actor


@transaction()
def take_to_edition(project_id: int, edition_id: int, actor: Actor) -> Candidacy:
    """Propose a draft to the participatory budget: the same file follows another path. Raises NotAllowed."""
    project, edition = _draft(project_id, actor), lock(Edition, edition_id)
    if edition is None or not takes_ideas(edition):
        raise NotAllowed
    known = candidacy_of(project)
    if known is not None and known.edition_id == edition.id:
        return known
    _leave(project)
    steps.take_path(project, BUDGET)
    return _stand(project, edition, actor)


@transaction()
def take_to_fund(project_id: int, actor: Actor) -> None:
    """Propose a draft to the fund of its neighbourhood instead. Raises NotAllowed, also for one that stood before."""
    project = _draft(project_id, actor)
    if any(each.sent_at for each in candidacies_of(project)):
        raise NotAllowed
    _leave(project)
    steps.take_path(project, WORKFLOW)
    steps.record(project, "proposed_to_fund", actor, is_public=False)


@transaction()
def stand_again(project_id: int, edition_id: int, actor: Actor) -> Candidacy:
    """Propose to a later edition a project that an earlier one left aside: the same page, the same history.

    It is a draft again, that its authors may change before they send it. Raises NotAllowed.
    """
    project, edition = lock(Project, project_id), lock(Edition, edition_id)
    if project is None or edition is None or not may_stand_again(project, actor) or not takes_ideas(edition):
        raise NotAllowed
    known = candidacy_of(project)
    if known is not None and known.edition_id == edition.id:
        raise NotAllowed
    if project.state == REFUSED:
        steps.perform(project, "file_away", actor)
    _leave(project)
    steps.begin_again(project, actor)
    return _stand(project, edition, actor)


def _leave(project: Project) -> None:
    """Leave the edition in which the project stands, if any: what was sent there or is frozen there stays written."""
    known = candidacy_of(project)
    if known is None:
        return
    if known.sent_at is None and known.edition.frozen_at is None:
        session().delete(known)
    else:
        known.left_at = clock.now()
    session().flush()


def _stand(project: Project, edition: Edition, actor: Actor) -> Candidacy:
    made = Candidacy(edition=edition, edition_id=edition.id, project=project, project_id=project.id,
                     added_at=clock.now())  # fmt: skip
    session().add(made)
    session().flush()
    steps.record(project, "proposed_to_edition", actor, details={"edition": edition.id}, is_public=False)
    return made


def _draft(project_id: int, actor: Actor) -> Project:
    project = lock(Project, project_id)
    if project is None or project.state != "draft" or not projects.can_edit(project, actor):
        raise NotAllowed
    return project
