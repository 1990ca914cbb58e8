"""Linking what residents said to the projects it concerns."""

from __future__ import annotations

import sqlalchemy as sa

from app import clock
from app.db import session, transaction
from app.projects import policy
from app.projects.models import ChangeCause, ContributionLink, ContributionOutcome, Project, ProjectChange
from app.projects.services.codesign import workable
from app.steps.actor import Actor
from app.voices.models import Contribution


class StillCited(Exception):
    """These words changed the project, or have an outcome: their link stays."""


@transaction()
def link_voice(project_id: int, said_id: int, actor: Actor) -> None:
    """Link something everybody may read to a project of the same neighbourhood, once. Raises NotAllowed."""
    project = workable(project_id, actor)
    said = session().get(Contribution, said_id)
    if said is None or not said.is_shown or said.neighbourhood_id != project.neighbourhood_id:
        raise policy.NotAllowed
    _keep_link(project.id, said.id, actor)


@transaction()
def unlink_voice(project_id: int, said_id: int, actor: Actor) -> None:
    """Take away a link made by mistake. Raises NotAllowed, or StillCited for words that left a trace."""
    project = workable(project_id, actor)
    link = _link(project_id, said_id)
    if link is None:
        return
    if said_id == project.origin_contribution_id or _is_cited(project_id, said_id):
        raise StillCited
    session().delete(link)


@transaction()
def link_origin(project: Project, actor: Actor) -> None:
    """Link to a project the words from which it was born, once everybody may read both."""
    said_id = project.origin_contribution_id
    said = session().get(Contribution, said_id) if said_id else None
    if said is not None and said.is_shown and project.published_at is not None:
        _keep_link(project.id, said.id, actor)


def _keep_link(project_id: int, said_id: int, actor: Actor) -> None:
    if _link(project_id, said_id) is None:
        session().add(
            ContributionLink(
                contribution_id=said_id, project_id=project_id, linked_by_id=actor.person_id, linked_at=clock.now()
            )
        )
        session().flush()


def _is_cited(project_id: int, said_id: int) -> bool:
    caused = (
        sa.select(ChangeCause.change_id)
        .join(ProjectChange, ProjectChange.id == ChangeCause.change_id)
        .where(ProjectChange.project_id == project_id, ChangeCause.contribution_id == said_id)
    )
    given = sa.select(ContributionOutcome.id).filter_by(project_id=project_id, contribution_id=said_id)
    return any(session().scalar(asked.limit(1)) is not None for asked in (caused, given))


def _link(project_id: int, said_id: int) -> ContributionLink | None:
    return session().scalar(sa.select(ContributionLink).filter_by(project_id=project_id, contribution_id=said_id))
