"""What goes into the note of the week: each public step of a project, for its team and those who follow it.

What asks a team to act, or decides on its file, is written to the team at once (see notices.py) and not twice. Who
follows a project without carrying it hears of what matters only: `matters_to_followers` says what.
"""

from __future__ import annotations

import sqlalchemy as sa

from app import mail
from app.accounts.models import Person
from app.db import session
from app.i18n import force_locale
from app.i18n import gettext as _
from app.projects.models import Follower, Pace, Project, TeamMember
from app.projects.notices import told_at_once
from app.steps import wording
from app.steps.actor import Actor
from app.steps.kinds import watcher
from app.steps.models import Step, StepKind

SILENT = frozenset({"begin", "opinion_asked", "delivery_said", "delivery_counted"})
TOLD = frozenset({"session_held", "milestone", "delivery_confirmed", "delivery_doubted", "delivery_waived"})
"""Entries of the history that matter to whoever follows a project."""

_told_too: set[str] = set()


def tell_followers_of(*entries: str) -> None:
    """Have entries of the history, besides those above, go into the note of the week of whoever follows a project."""
    _told_too.update(entries)


def matters_to_followers(step: Step) -> bool:
    """Say whether a step is worth a line to followers: every move, and what changes how the works stand."""
    if step.kind is not StepKind.ENTRY:
        return True
    if step.action == "news":
        return Pace.BLOCKED.value in (step.details.get("pace"), step.details.get("was"))
    return step.action in TOLD | _told_too


@watcher("project")
def keep_for_the_week(project: Project, step: Step, actor: Actor) -> None:
    """Keep one line for everyone who wants the project's news, save the person who has just made it."""
    if not step.is_public or step.action in SILENT or project.published_at is None:
        return
    told_already = _team_ids(project) if told_at_once(project, step) else set()
    for person_id, locale in _readers(project, followers=matters_to_followers(step)):
        if person_id not in {actor.person_id, *told_already}:
            with force_locale(locale):
                mail.note(person_id, project.title, sentence_of(project, step), about=project)


def sentence_of(project: Project, step: Step) -> str:
    """Tell a step in one line, with what makes it understood away from the page."""
    told = wording.told(project, step)
    match step.action:
        case "milestone":
            return _("Une étape est atteinte : %(label)s.", label=step.details["label"])
        case "news" if step.details.get("pace") == Pace.BLOCKED.value:
            return _("Le projet est bloqué : « %(note)s »", note=step.note)
        case "news" if step.details.get("was") == Pace.BLOCKED.value:
            return _("Le projet n'est plus bloqué : « %(note)s »", note=step.note)
        case "delivery_waived" | "delivery_unsaid":
            return f"{told} « {step.note} »"
        case _:
            return told


def _readers(project: Project, *, followers: bool) -> list[tuple[int, str]]:
    """Return the people of the team, and the followers or not, who want a weekly note, with their language."""
    told = sa.select(TeamMember.person_id).where(TeamMember.project_id == project.id, TeamMember.person_id.is_not(None))
    if followers:
        told = told.union(sa.select(Follower.person_id).where(Follower.project_id == project.id))  # type: ignore[assignment]
    wanting = sa.select(Person.id, Person.locale).where(
        Person.id.in_(told), Person.wants_weekly_note, Person.erased_at.is_(None)
    )
    return [(person_id, locale) for person_id, locale in session().execute(wanting.order_by(Person.id))]


def _team_ids(project: Project) -> set[int | None]:
    return {member.person_id for member in project.team} | {project.created_by_id}
