"""Who answers, who entrusts, and who is told when an answer is late."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app import clock
from app.accounts.models import Person, Role, RoleAssignment, Scope
from app.db import session
from app.territory.models import Neighbourhood, Organisation, OrganisationKind
from app.voices.policy import SORTING, names
from app.voices.question_models import Question
from app.voices.question_queries import all_bodies

WAITING_FOR_ANSWERER = ("assigned", "interim", "transferred")
WAITING_FOR_REREADING = ("drafted", "approved")
WAITING_FOR_REFERENT = ("captured", "acknowledged", "qualified", "drafted", "approved", "reopened")


@dataclass(frozen=True)
class Owed:
    """What a person owes: late first, then what is awaited."""

    late: Sequence[Question]
    soon: Sequence[Question]


def answerers_of(body: Organisation) -> list[Person]:
    """Return everyone who answers for a body today, by name; one query."""
    named = [sa.and_(RoleAssignment.scope == Scope.ORGANISATION, RoleAssignment.scope_id == body.id)]
    if body.kind is OrganisationKind.CITY and body.commune_id:
        named.append(sa.and_(RoleAssignment.scope == Scope.COMMUNE, RoleAssignment.scope_id == body.commune_id))
    if body.kind is OrganisationKind.METROPOLIS:
        named.append(RoleAssignment.scope == Scope.METRO)
    return _holding(RoleAssignment.role == Role.ANSWERER, sa.or_(*named))


def bodies_with_people(commune_id: int) -> list[tuple[Organisation, list[Person]]]:
    """Return the bodies that serve a city, each with who answers for it today; two queries."""
    rows = (
        session()
        .execute(
            sa.select(RoleAssignment, Person)
            .join(Person, Person.id == RoleAssignment.person_id)
            .where(RoleAssignment.role == Role.ANSWERER, *_in_force())
            .order_by(Person.name, Person.id)
        )
        .all()
    )
    return [(body, _once(person for given, person in rows if names(given, body))) for body in all_bodies(commune_id)]


def referents_of(place: Neighbourhood) -> list[Person]:
    """Return who sorts the questions of a neighbourhood: its referents, else the metropolis."""
    referents = holders_around(place, Role.REFERENT)
    return referents or _holding(RoleAssignment.role == Role.METRO_ADMIN, RoleAssignment.scope == Scope.METRO)


def holders_around(place: Neighbourhood, *roles: Role) -> list[Person]:
    """Return who holds one of these roles today in a neighbourhood or in its city, by name; one query."""
    here = sa.or_(
        sa.and_(RoleAssignment.scope == Scope.NEIGHBOURHOOD, RoleAssignment.scope_id == place.id),
        sa.and_(RoleAssignment.scope == Scope.COMMUNE, RoleAssignment.scope_id == place.commune_id),
    )
    return _holding(RoleAssignment.role.in_(roles), here)


def to_remind(question: Question, level: int) -> list[Person]:
    """Return who is told at a level: who answers, their head, the elected person; else the referents.

    Until a day after the date, an answer that waits to be reread is the referents' to publish.
    """
    body, reread = question.organisation, question.state in WAITING_FOR_REREADING and level <= 1
    if body is None or reread or level >= 15:  # noqa: PLR2004 - the last level: the local coordination, called by the referents
        return referents_of(question.neighbourhood)
    wanted: list[int | None] = (
        [question.answerer_id] if level < 0 else [body.head_id if level == 1 else body.elected_id]
    )
    found = [person for person_id in wanted if person_id and (person := session().get(Person, person_id))]
    if not found and level < 0:
        return answerers_of(body)
    return found or referents_of(question.neighbourhood)


def owing() -> list[int]:
    """Return the ids of everyone who answers or entrusts somewhere today."""
    roles = [Role.ANSWERER, *sorted(SORTING)]
    return list(
        session().scalars(
            sa.select(RoleAssignment.person_id)
            .where(RoleAssignment.role.in_(roles), *_in_force())
            .distinct()
            .order_by(RoleAssignment.person_id)
        )
    )


def owed_by(person: Person) -> Owed:
    """Return the questions that wait for a person: theirs to answer, and theirs to sort, entrust or publish."""
    given = [one for one in person.roles if one.holds_on(clock.today())]
    conditions = [
        sa.and_(Question.answerer_id == person.id, Question.state.in_(WAITING_FOR_ANSWERER)),
        sa.and_(sa.or_(sa.false(), *_places(given)), Question.state.in_(WAITING_FOR_REFERENT)),
    ]
    questions = list(
        session().scalars(
            sa.select(Question)
            .where(Question.is_open, sa.or_(*conditions))
            .order_by(Question.answer_due_on, Question.id)
        ).unique()
    )  # fmt: skip
    today = clock.today()
    late = [one for one in questions if one.answer_due_on < today]
    return Owed(late, [one for one in questions if one.answer_due_on >= today])


def bodies_answered_for(given: Sequence[RoleAssignment]) -> sa.ColumnElement[bool]:
    """Return the condition that an organisation is one of those that these answerer roles stand for."""
    conditions: list[sa.ColumnElement[bool]] = [sa.false()]
    for one in given:
        if one.scope is Scope.ORGANISATION:
            conditions.append(Organisation.id == one.scope_id)
        elif one.scope is Scope.COMMUNE:
            conditions.append(
                sa.and_(Organisation.kind == OrganisationKind.CITY, Organisation.commune_id == one.scope_id)
            )
        elif one.scope is Scope.METRO:
            conditions.append(Organisation.kind == OrganisationKind.METROPOLIS)
    return sa.or_(*conditions)


def within(given: Sequence[RoleAssignment]) -> sa.ColumnElement[bool]:
    """Return the condition that a neighbourhood lies within the reach of these roles."""
    return sa.or_(sa.false(), *(_reach(one, Neighbourhood.id, Neighbourhood.commune_id) for one in given))


def _places(given: Sequence[RoleAssignment]) -> list[sa.ColumnElement[bool]]:
    sorting = [one for one in given if one.role in SORTING]
    return [Question.neighbourhood_id.in_(sa.select(Neighbourhood.id).where(within(sorting)))] if sorting else []


def _reach(given: RoleAssignment, place_id: Any, city_id: Any) -> sa.ColumnElement[bool]:
    if given.scope is Scope.METRO:
        return sa.true()
    reached = {Scope.NEIGHBOURHOOD: place_id, Scope.COMMUNE: city_id}.get(given.scope)
    there: sa.ColumnElement[bool] = sa.false() if reached is None else reached == given.scope_id
    return there


def _holding(*conditions: sa.ColumnElement[bool]) -> list[Person]:
    return list(
        session().scalars(
            sa.select(Person)
            .where(Person.id.in_(sa.select(RoleAssignment.person_id).where(*conditions, *_in_force())))
            .order_by(Person.name, Person.id)
        )
    )


def _once(people: Iterable[Person]) -> list[Person]:
    return list({person.id: person for person in people}.values())


def _in_force() -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    today = clock.today()
    return RoleAssignment.from_on <= today, sa.or_(RoleAssignment.to_on.is_(None), RoleAssignment.to_on >= today)
