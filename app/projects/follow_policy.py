"""Who may talk about a project, give an opinion on it, follow its works and say that they are done."""

from __future__ import annotations

from datetime import date, timedelta

from app import clock
from app.accounts.models import Person
from app.accounts.policy import roles_in_force
from app.accounts.queries import person_with_roles
from app.db import session
from app.projects import policy
from app.projects.models import Comment, DeliveryVoice, Opinion, OpinionChannel, Project, Voice
from app.projects.policy import STAFF
from app.steps.actor import Actor
from app.steps.kinds import roles_of
from app.territory.models import Neighbourhood
from app.voices.policy import answers_for

TALKERS = frozenset({"carrier", "gestionnaire"}) | STAFF
"""The team, and the staff of the place who work with it."""
COUNTERS = frozenset({"facilitator"}) | STAFF
OPINION_STATES = frozenset({"submitted", "incomplete", "codesign", "scheduled", "adjourned"})
"""An opinion serves the committee: none is given once it has decided."""
WAITED = timedelta(days=30)
"""How long residents are waited for, after the planned end of the works, before a written reason may stand in."""


def can_read_thread(project: Project, actor: Actor | None) -> bool:
    """Say whether a person reads the private thread: the team, and the referent and the gestionnaire of the place."""
    return actor is not None and policy.is_public(project) and bool(roles_of(project, actor) & TALKERS)


def can_write_thread(project: Project, actor: Actor) -> bool:
    """Say whether a person may write in the private thread: who reads it, while the project lives."""
    return project.is_open and can_read_thread(project, actor)


def can_comment(project: Project, actor: Actor | None) -> bool:
    """Say whether a person may comment: anyone signed in, on a published project that lives."""
    return actor is not None and actor.acting_id is not None and comments_open(project)


def comments_open(project: Project) -> bool:
    """Say whether comments are taken: the project was sent and is not over."""
    return project.is_open and policy.is_public(project) and project.state != "draft"


def voice_of(project: Project, actor: Actor) -> Voice:
    """Say as what a person comments: of the team, of the staff of the place, or as anybody else."""
    roles = roles_of(project, actor)
    if "carrier" in roles:
        return Voice.TEAM
    return Voice.STAFF if roles & (STAFF | {"gestionnaire", "finance", "committee_secretary"}) else Voice.RESIDENT


def can_moderate(project: Project, actor: Actor | None) -> bool:
    """Say whether a person hides comments: a referent of the place who does not carry the project."""
    roles = roles_of(project, actor) if actor is not None else frozenset[str]()
    return bool(roles & STAFF) and "carrier" not in roles


def can_withdraw(comment: Comment, actor: Actor | None) -> bool:
    """Say whether a person may withdraw a comment: its author, at any time."""
    return actor is not None and comment.author_id is not None and comment.author_id == actor.acting_id


def can_ask_opinion(project: Project, actor: Actor | None) -> bool:
    """Say whether a person may ask an opinion, or key one that came by telephone or letter."""
    return project.state in OPINION_STATES and can_moderate(project, actor)


def can_key_opinion(opinion: Opinion, actor: Actor | None) -> bool:
    """Say whether a person may key an opinion, or correct one that was keyed: a service's own words are its own."""
    return opinion.channel is not OpinionChannel.ONLINE and can_ask_opinion(opinion.project, actor)


def can_give_opinion(opinion: Opinion, actor: Actor | None) -> bool:
    """Say whether a person may answer in the name of whoever is asked, until the committee has decided."""
    person = _acting(actor)
    if person is None or opinion.project.state not in OPINION_STATES:
        return False
    if opinion.answerer_id == person.id:
        return True
    return opinion.organisation is not None and answers_for(person, opinion.organisation)


def can_plan_works(project: Project, actor: Actor | None) -> bool:
    """Say whether a person may plan milestones and say that one is reached: the team and the referents."""
    return actor is not None and policy.can_follow_up(project, actor)


def can_arrange_team(project: Project, actor: Actor | None) -> bool:
    """Say whether a person may say who does what in the team."""
    return actor is not None and project.is_open and bool(roles_of(project, actor) & ({"carrier"} | STAFF))


def can_speak_of_delivery(project: Project, actor: Actor | None) -> bool:
    """Say whether a person may say that the works are done: who holds no role anywhere, and lives in the city.

    Somebody who did not say where they live is believed.
    """
    person = _acting(actor)
    if project.state != "running" or person is None or roles_in_force(person):
        return False
    return person.neighbourhood_id is None or _lives_in_city(person, project)


def can_count_delivery(project: Project, actor: Actor | None) -> bool:
    """Say whether a person may note what a meeting said of the works: staff of the place who do not carry it."""
    roles = roles_of(project, actor) if actor is not None else frozenset[str]()
    return project.state == "running" and bool(roles & COUNTERS) and "carrier" not in roles


def can_waive_delivery(project: Project, actor: Actor | None) -> bool:
    """Say whether a person may write why residents could not confirm, once they were waited for long enough."""
    return project.state == "running" and can_moderate(project, actor) and clock.today() >= waived_from(project)


def waived_from(project: Project) -> date:
    """Return the day from which a written reason may stand in for the residents' word."""
    began = project.entered_at.astimezone(clock.PARIS).date()
    return max(project.ends_on or began, began) + WAITED


def is_of_team(project: Project, person_id: int | None) -> bool:
    """Say whether somebody carries the project."""
    return person_id is not None and (
        person_id == project.created_by_id or any(member.person_id == person_id for member in project.team)
    )


def is_own(voice: DeliveryVoice, actor: Actor | None) -> bool:
    """Say whether what was said of the works was said by this person."""
    return actor is not None and voice.person_id is not None and voice.person_id == actor.acting_id


def _lives_in_city(person: Person, project: Project) -> bool:
    place = project.neighbourhood
    if place is None or person.neighbourhood_id == place.id:
        return True
    home = session().get(Neighbourhood, person.neighbourhood_id)
    return home is not None and home.commune_id == place.commune_id


def _acting(actor: Actor | None) -> Person | None:
    return person_with_roles(actor.acting_id) if actor and actor.acting_id else None
