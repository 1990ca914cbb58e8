"""Finding an edition and locking it for whoever may change it: how each service of the slice begins."""

from __future__ import annotations

from collections.abc import Collection

from app.ballots import policy
from app.ballots.models import Candidacy, Edition
from app.ballots.policy import NotAllowed
from app.ballots.queries import candidacy_of
from app.db import lock, session
from app.projects.models import Project
from app.steps.actor import Actor
from app.steps.kinds import roles_of


def prepared(edition_id: int, actor: Actor, states: Collection[str]) -> Edition:
    """Lock an edition that the actor prepares, in one of these states. Raises NotAllowed."""
    edition = lock(Edition, edition_id)
    if edition is None or edition.state not in states or not policy.can_prepare(edition, actor):
        raise NotAllowed
    return edition


def judged(project_id: int, actor: Actor, states: Collection[str]) -> tuple[Project, Candidacy]:
    """Lock a project of an edition that the actor is a referent of, in one of these states. Raises NotAllowed."""
    project = lock(Project, project_id)
    if project is None or project.state not in states or "referent" not in roles_of(project, actor):
        raise NotAllowed
    candidacy = candidacy_of(project)
    if candidacy is None:
        raise NotAllowed
    return project, session().get_one(Candidacy, candidacy.id, with_for_update={"of": Candidacy})
