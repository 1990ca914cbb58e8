"""Who may form a panel, give its verdict, ask people, and say how far residents had a say."""

from __future__ import annotations

from app.accounts.models import Person, Role
from app.accounts.queries import holds_role, is_staff, roles_at
from app.db import session
from app.dialogue.policy import can_reach_out
from app.evaluation.models import Survey, SurveyKind, SurveyPoint
from app.evaluation.queries import PANEL_STATES, standing, work_has_begun
from app.evaluation.seats import is_person_of_team
from app.projects.models import Project
from app.steps.actor import Actor
from app.steps.kinds import roles_of

STAFF = frozenset({"referent", "metro_admin"})
FORMING_ROLES = STAFF | {"carrier"}
COLLECTING = ("helper", "facilitator", "referent", "metro_admin")
"""Roles of those who go and ask, each where they hold it."""


def can_form(project: Project, actor: Actor) -> bool:
    """Say whether a person may form the panel: carriers and referents, from the works to the verdict.

    Once the panel is at work, its team changes it no more: a referent who does not carry the project does, saying why.
    """
    if project.state not in PANEL_STATES:
        return False
    roles = roles_of(project, actor)
    return _follows(roles) if work_has_begun(project) else bool(FORMING_ROLES & roles)


def forms_for_the_team(project: Project, actor: Actor) -> bool:
    """Say whether whoever forms the panel carries the project."""
    return not _follows(roles_of(project, actor))


def can_give(project: Project, actor: Actor) -> bool:
    """Say whether a person may give the verdict now: a neighbour of the panel, with nobody from an institution behind.

    Nobody of the team gives it, neither for themselves nor while helping a neighbour.
    """
    if project.state != "evaluation" or actor.acting_id not in standing(project).judges(project):
        return False
    if is_person_of_team(project, actor.person_id):
        return False
    return not works_for_an_institution(actor.person_id) and not works_for_an_institution(actor.acting_id)


def can_key_verdict(project: Project, actor: Actor) -> bool:
    """Say whether a person may type the sheet that the panel has filled: who goes towards people here, or a referent.

    They do it in their own name, so that everybody reads who typed; never the team.
    """
    if project.state != "evaluation" or actor.on_behalf_id or standing(project).panel is None:
        return False
    roles = roles_of(project, actor)
    if "carrier" in roles or is_person_of_team(project, actor.person_id):
        return False
    return bool(STAFF & roles) or (project.neighbourhood is not None and can_reach_out(project.neighbourhood, actor))


def can_record_gathering(project: Project, actor: Actor) -> bool:
    """Say whether a person may note a meeting of the panel: its members, and the referent."""
    if project.state not in PANEL_STATES:
        return False
    return actor.acting_id in standing(project).person_ids or _follows(roles_of(project, actor))


def can_prepare(project: Project, actor: Actor) -> bool:
    """Say whether a person may choose the questions: the panel, or a referent who writes them down for it."""
    if project.state not in PANEL_STATES:
        return False
    return actor.acting_id in standing(project).person_ids or _follows(roles_of(project, actor))


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
    """Say whether a person may close a survey and read its free answers: a neighbour of the panel, or a referent.

    Never the team, which would choose what is said of it; a wave, the metropolis alone. However the project has ended
    meanwhile: a questionnaire left open would take answers for ever.
    """
    if survey.kind is SurveyKind.TRUST or survey.project is None:
        return can_hold_waves(actor)
    return actor.acting_id in standing(survey.project).judges(survey.project) or _follows(
        roles_of(survey.project, actor)
    )


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
    return project.published_at is not None and _follows(roles_of(project, actor))


def works_for_an_institution(person_id: int | None) -> bool:
    """Say whether this is someone who may never judge a project."""
    person = session().get(Person, person_id) if person_id is not None else None
    return person is not None and is_staff(person)


def _follows(roles: frozenset[str]) -> bool:
    """Say whether these are the roles of a referent who does not carry the project."""
    return bool(STAFF & roles) and "carrier" not in roles
