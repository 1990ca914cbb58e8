"""The team of a project: who does what, and who is the first to call."""

from __future__ import annotations

from collections.abc import Mapping

from app.db import lock, session, transaction
from app.projects import follow_policy
from app.projects.models import Project, TeamPart
from app.projects.policy import NotAllowed
from app.steps import services as steps
from app.steps.actor import Actor


@transaction()
def share_out(project_id: int, parts: Mapping[int, TeamPart], main_id: int | None, actor: Actor) -> bool:
    """Say what each member of the team looks after, by their ids, and who is called first; say whether it changed.

    Members who are not named, and ids of other teams, are left as they are. Raises NotAllowed.
    """
    project = lock(Project, project_id)
    if project is None or not follow_policy.can_arrange_team(project, actor):
        raise NotAllowed
    before = {member.id: (member.part, member.is_main) for member in project.team}
    main_id = main_id if main_id in before else next((member.id for member in project.team if member.is_main), None)
    for member in project.team:
        member.part, member.is_main = parts.get(member.id, member.part), False
    session().flush()
    for member in project.team:
        member.is_main = member.id == main_id
    session().flush()
    if before == {member.id: (member.part, member.is_main) for member in project.team}:
        return False
    steps.record(project, "team_arranged", actor, is_public=False)
    return True
