"""What goes into the note of the week: each public step of a project, for its team and those who follow it.

What asks a team to act, or decides on its file, is written to the team at once (see notices.py) and not twice.
"""

from __future__ import annotations

import sqlalchemy as sa

from app import mail
from app.accounts.models import Person
from app.db import session
from app.i18n import force_locale
from app.projects.models import Follower, Project, TeamMember
from app.projects.notices import told_at_once
from app.steps import wording
from app.steps.actor import Actor
from app.steps.kinds import watcher
from app.steps.models import Step

SILENT = frozenset({"begin"})


@watcher("project")
def keep_for_the_week(project: Project, step: Step, actor: Actor) -> None:
    """Keep one line for everyone who wants the project's news, save the person who has just made it."""
    if not step.is_public or step.action in SILENT or project.published_at is None:
        return
    told_already = _team_ids(project) if told_at_once(project, step) else set()
    for person_id, locale in _readers(project):
        if person_id not in {actor.person_id, *told_already}:
            with force_locale(locale):
                mail.note(person_id, project.title, wording.told(project, step), about=project)


def _readers(project: Project) -> list[tuple[int, str]]:
    """Return the people of the team and the followers who want a weekly note, with their language: one query."""
    team = sa.select(TeamMember.person_id).where(TeamMember.project_id == project.id, TeamMember.person_id.is_not(None))
    followers = sa.select(Follower.person_id).where(Follower.project_id == project.id)
    wanting = sa.select(Person.id, Person.locale).where(
        Person.id.in_(team.union(followers)), Person.wants_weekly_note, Person.erased_at.is_(None)
    )
    return [(person_id, locale) for person_id, locale in session().execute(wanting.order_by(Person.id))]


def _team_ids(project: Project) -> set[int | None]:
    return {member.person_id for member in project.team} | {project.created_by_id}
