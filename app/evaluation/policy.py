"""Who may form a panel, give its verdict, ask people, and say how far residents had a say."""

from __future__ import annotations

from app.accounts.models import Person, Role
from app.accounts.queries import holds_role, is_staff, roles_at
from app.db import session
from app.dialogue.policy import can_reach_out
from app.evaluation.models import Survey, SurveyKind, SurveyPoint
from app.evaluation.queries import PANEL_STATES, standing
from app.projects.models import Project
from app.steps.actor import Actor
from app.steps.kinds import roles_of

STAFF = frozenset({"referent", "metro_admin"})
FORMING_ROLES = STAFF | {"carrier"}
COLLECTING = ("helper", "facilitator", "referent", "metro_admin")
"""Roles of those who go and ask, each where they hold it."""


def can_form(project: Project, actor: Actor) -> bool:
    """Say whether a person may form the panel: carriers and referents, from the works to the verdict."""
    return project.state in PANEL_STATES and bool(FORMING_ROLES & roles_of(project, actor))


def can_give(project: Project, actor: Actor) -> bool:
    """Say whether a person may give the verdict now: a member of the panel, with nobody from an institution behind."""
    if project.state != "evaluation" or actor.acting_id not in standing(project).person_ids:
        return False
    return not works_for_an_institution(actor.person_id) and not works_for_an_institution(actor.acting_id)


def can_record_gathering(project: Project, actor: Actor) -> bool:
    """Say whether a person may note a meeting of the panel: its members, and who forms it."""
    if project.state not in PANEL_STATES:
        return False
    return actor.acting_id in standing(project).person_ids or bool(FORMING_ROLES & roles_of(project, actor))


def can_prepare(project: Project, actor: Actor) -> bool:
    """Say whether a person may choose the questions: the panel, or a referent who writes them down for it."""
    return project.state in PANEL_STATES and _prepares(project, actor)


def can_collect(point: SurveyPoint, actor: Actor) -> bool:
    """Say whether a person may key answers here: who goes towards people in this neighbourhood, or the panel."""
    if can_reach_out(point.neighbourhood, actor):
        return True
    project = point.survey.project
    return project is not None and actor.acting_id in standing(project).person_ids


def asks_people(person: Person) -> bool:
    """Say whether a person goes and asks somewhere."""
    return holds_role(person, COLLECTING)


def can_run(survey: Survey, actor: Actor) -> bool:
    """Say whether a person may close a survey and read its free answers: who prepares it; a wave, the metropolis alone.

    However the project has ended meanwhile: a questionnaire left open would take answers for ever.
    """
    if survey.kind is SurveyKind.TRUST or survey.project is None:
        return can_hold_waves(actor)
    return _prepares(survey.project, actor)


def can_open(survey: Survey, actor: Actor) -> bool:
    """Say whether a person may begin to ask: while the project can still be judged."""
    return can_run(survey, actor) and (survey.project is None or survey.project.state in PANEL_STATES)


def can_hold_waves(actor: Actor) -> bool:
    """Say whether a person may hold a wave of the trust survey: whoever works for the whole metropolis."""
    person = session().get(Person, actor.person_id) if actor.person_id and not actor.on_behalf_id else None
    return person is not None and Role.METRO_ADMIN in roles_at(person, {})


def can_declare(project: Project, actor: Actor) -> bool:
    """Say whether a person may promise a level: the team, its referent, as long as the project lives."""
    return project.is_open and bool(FORMING_ROLES & roles_of(project, actor))


def can_override(project: Project, actor: Actor) -> bool:
    """Say whether a person may hold a level against the observed one: a referent who does not carry the project."""
    roles = roles_of(project, actor)
    return project.published_at is not None and bool(STAFF & roles) and "carrier" not in roles


def works_for_an_institution(person_id: int | None) -> bool:
    """Say whether this is someone who may never judge a project."""
    person = session().get(Person, person_id) if person_id is not None else None
    return person is not None and is_staff(person)


def _prepares(project: Project, actor: Actor) -> bool:
    return actor.acting_id in standing(project).person_ids or bool(STAFF & roles_of(project, actor))
