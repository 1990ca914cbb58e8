"""Reading opinions: those of several projects for the committee, and those that a person must give."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from app import clock
from app.accounts.models import Person
from app.db import session
from app.projects.follow_policy import OPINION_STATES
from app.projects.models import Opinion, Project
from app.steps.models import Step
from app.territory.models import Organisation
from app.voices.people import bodies_answered_for
from app.voices.policy import bodies_of


def opinions_of(project_ids: Iterable[int]) -> dict[int, list[Opinion]]:
    """Return the opinions asked on several projects, given or not, by project, oldest first; one query."""
    found: dict[int, list[Opinion]] = defaultdict(list)
    asked = sa.select(Opinion).where(Opinion.project_id.in_(list(project_ids))).order_by(Opinion.id)
    for opinion in session().scalars(asked.options(joinedload(Opinion.organisation))):
        found[opinion.project_id].append(opinion)
    return found


def opinion_with_project(opinion_id: int) -> Opinion | None:
    """Return an opinion with its project and whoever is asked, or None; one query."""
    return session().scalar(
        sa.select(Opinion)
        .where(Opinion.id == opinion_id)
        .options(joinedload(Opinion.project).joinedload(Project.neighbourhood), joinedload(Opinion.organisation))
    )


def former_answers(project: Project) -> dict[int, list[Step]]:
    """Return, by opinion, the answers of the history that another one has replaced, oldest first; one query."""
    given: dict[int, list[Step]] = defaultdict(list)
    asked = sa.select(Step).filter_by(subject_kind=project.kind, subject_id=project.id, action="opinion_given")
    for step in session().scalars(asked.order_by(Step.number)):
        given[int(step.details["opinion"])].append(step)
    return {key: steps[:-1] for key, steps in given.items()}


def opinions_to_give(person: Person) -> Sequence[Opinion]:
    """Return the opinions that a person owes, by name or for their body, the soonest due first; one query."""
    theirs = sa.or_(
        Opinion.answerer_id == person.id,
        sa.and_(Opinion.answerer_id.is_(None), bodies_answered_for(bodies_of(person))),
    )
    return session().scalars(
        sa.select(Opinion)
        .join(Opinion.project)
        .outerjoin(Organisation, Organisation.id == Opinion.organisation_id)
        .where(Opinion.given_at.is_(None), Project.state.in_(OPINION_STATES), theirs)
        .options(
            contains_eager(Opinion.project).joinedload(Project.neighbourhood), contains_eager(Opinion.organisation)
        )
        .order_by(Opinion.due_on, Opinion.id)
    ).all()  # fmt: skip


def opinion_late() -> sa.ColumnElement[bool]:
    """Return the condition that a project waits for an opinion whose date is past, for a query of projects."""
    late = sa.exists().where(
        Opinion.project_id == Project.id, Opinion.given_at.is_(None), Opinion.due_on < clock.today()
    )
    return sa.and_(Project.state.in_(sorted(OPINION_STATES)), late)
