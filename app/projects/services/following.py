"""Following a project: its news come in the note of the week."""

from __future__ import annotations

from app import clock
from app.db import lock, session, transaction
from app.projects import policy
from app.projects.models import Follower, Project
from app.steps.actor import Actor


@transaction()
def follow(project: Project, actor: Actor) -> None:
    """Follow a project; nothing changes for who does already. Raises NotAllowed on what one may not see."""
    fresh = lock(Project, project.id)
    if fresh is None or not policy.can_view(fresh, actor) or actor.acting_id is None:
        raise policy.NotAllowed
    if session().get(Follower, (fresh.id, actor.acting_id)) is None:
        session().add(Follower(project_id=fresh.id, person_id=actor.acting_id, since=clock.now()))


@transaction()
def stop_following(project: Project, actor: Actor) -> None:
    """Follow a project no more."""
    known = session().get(Follower, (project.id, actor.acting_id)) if actor.acting_id else None
    if known is not None:
        session().delete(known)
