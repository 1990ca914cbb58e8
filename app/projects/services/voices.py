"""Linking what residents said to the projects it concerns."""

from __future__ import annotations

import sqlalchemy as sa

from app import clock
from app.db import session, transaction
from app.projects import policy
from app.projects.models import ContributionLink
from app.projects.services.codesign import workable
from app.steps.actor import Actor
from app.voices.models import Contribution


@transaction()
def link_voice(project_id: int, said_id: int, actor: Actor) -> None:
    """Link something everybody may read to a project of the same neighbourhood, once. Raises NotAllowed."""
    project = workable(project_id, actor)
    said = session().get(Contribution, said_id)
    if said is None or not said.is_shown or said.neighbourhood_id != project.neighbourhood_id:
        raise policy.NotAllowed
    if _link(project_id, said_id) is None:
        session().add(
            ContributionLink(
                contribution_id=said.id, project_id=project.id, linked_by_id=actor.person_id, linked_at=clock.now()
            )
        )


@transaction()
def unlink_voice(project_id: int, said_id: int, actor: Actor) -> None:
    """Take away a link made by mistake. Raises NotAllowed."""
    workable(project_id, actor)
    link = _link(project_id, said_id)
    if link is not None:
        session().delete(link)


def _link(project_id: int, said_id: int) -> ContributionLink | None:
    return session().scalar(sa.select(ContributionLink).filter_by(project_id=project_id, contribution_id=said_id))
