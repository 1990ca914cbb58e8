"""Who may form a panel, and who may give its verdict: residents, never staff."""

from __future__ import annotations

from app.accounts.models import Person
from app.accounts.queries import is_staff
from app.db import session
from app.evaluation.queries import PANEL_STATES, standing
from app.projects.models import Project
from app.steps.actor import Actor
from app.steps.kinds import roles_of

FORMING_ROLES = frozenset({"carrier", "referent", "metro_admin"})


def can_form(project: Project, actor: Actor) -> bool:
    """Say whether a person may form the panel: carriers and referents, from the works to the verdict."""
    return project.state in PANEL_STATES and bool(FORMING_ROLES & roles_of(project, actor))


def can_give(project: Project, actor: Actor) -> bool:
    """Say whether a person may give the verdict now: a member of the panel, with nobody from an institution behind."""
    if project.state != "evaluation" or actor.acting_id not in standing(project).person_ids:
        return False
    return not works_for_an_institution(actor.person_id) and not works_for_an_institution(actor.acting_id)


def works_for_an_institution(person_id: int | None) -> bool:
    """Say whether this is someone who may never judge a project."""
    person = session().get(Person, person_id) if person_id is not None else None
    return person is not None and is_staff(person)
