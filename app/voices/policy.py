"""Who may read, sort, answer and tell back. Services and templates ask the same questions."""

from __future__ import annotations

from collections.abc import Iterator

from app.accounts.models import Person, Role, RoleAssignment, Scope
from app.accounts.policy import roles_in_force
from app.accounts.queries import person_with_roles, roles_at
from app.db import remembered
from app.dialogue.policy import NotAllowed
from app.steps.actor import Actor
from app.steps.kinds import role_source, roles_of
from app.territory.models import Neighbourhood, Organisation, OrganisationKind
from app.voices.models import Contribution, Visibility
from app.voices.question_models import Commitment, Question

__all__ = ["NotAllowed", "answers_for", "askers_known", "bodies_of", "can_follow", "can_keep", "can_read",
           "can_see_words", "can_sort", "can_write", "is_private", "names", "question_roles", "works_on"]  # fmt: skip

HIDDEN_STATES = frozenset({"captured", "set_aside", "withdrawn"})
"""States in which nobody but staff and the asker reads the question."""

SORTING = frozenset({Role.REFERENT, Role.METRO_ADMIN})
KEEPING = frozenset({Role.REFERENT, Role.METRO_ADMIN, Role.FACILITATOR})
"""Those who read original words and contacts where they work."""
WRITING = KEEPING | {Role.HELPER}
"""Those who write down what residents say, and tell answers back."""


@role_source("question")
def question_roles(question: Question, actor: Actor) -> Iterator[str]:
    """Yield "resident" for whoever asked, "answerer" for the body that answers, and the roles held where it is."""
    person = _acting(actor)
    if person is None:
        return
    if person.id in askers_known(question):
        yield "resident"
    if question.organisation is not None and answers_for(person, question.organisation):
        yield Role.ANSWERER.value
    held = roles_at(person, _around(question.neighbourhood))
    yield from (role.value for role in held if role is not Role.ANSWERER)


def askers_known(question: Question) -> set[int]:
    """Return the ids of the people who asked this question: the author of its words."""
    author = question.contribution.author_id
    return {author} if author else set()


def answers_for(person: Person, body: Organisation) -> bool:
    """Say whether a person answers for a body: named for it, for the city whose service it is, for the metropolis."""
    return any(names(given, body) for given in roles_in_force(person) if given.role is Role.ANSWERER)


def bodies_of(person: Person) -> list[RoleAssignment]:
    """Return the assignments by which a person answers for something."""
    return [given for given in roles_in_force(person) if given.role is Role.ANSWERER]


def can_read(question: Question, actor: Actor | None) -> bool:
    """Say whether a person (None: a visitor) may read the question and its answers."""
    if question.contribution.is_shown and question.state not in HIDDEN_STATES:
        return True
    return actor is not None and bool(
        roles_of(question, actor) & ({role.value for role in KEEPING} | {"resident", "answerer"})
    )


def works_on(question: Question, actor: Actor | None) -> bool:
    """Say whether a person works on the question: they read private notes and original words."""
    return actor is not None and bool(roles_of(question, actor) & ({role.value for role in KEEPING} | {"answerer"}))


def can_keep(place: Neighbourhood, actor: Actor | None) -> bool:
    """Say whether a person reads original words and contacts, corrects and publishes in a neighbourhood."""
    return bool(_roles_in(place, actor) & KEEPING)


def can_write(place: Neighbourhood, actor: Actor | None) -> bool:
    """Say whether a person writes down in a neighbourhood what residents say."""
    return bool(_roles_in(place, actor) & WRITING)


def can_sort(place: Neighbourhood, actor: Actor | None) -> bool:
    """Say whether a person sorts and entrusts the questions of a neighbourhood."""
    return bool(_roles_in(place, actor) & SORTING)


def can_follow(promise: Commitment, actor: Actor | None) -> bool:
    """Say whether a person may close a commitment: they answer for its body, or sort the questions of its place."""
    person = _acting(actor) if actor else None
    if person is None:
        return False
    return answers_for(person, promise.answer.organisation) or can_sort(promise.answer.question.neighbourhood, actor)


def can_see_words(said: Contribution, actor: Actor | None) -> bool:
    """Say whether a person may read a contribution as it is published, or as staff or author."""
    if said.is_shown or (actor is not None and actor.acting_id is not None and said.author_id == actor.acting_id):
        return True
    return can_keep(said.neighbourhood, actor)


def is_private(question: Question) -> bool:
    """Say whether the question is one person's case, told to them alone."""
    return question.contribution.visibility is Visibility.PRIVATE


def names(given: RoleAssignment, body: Organisation) -> bool:
    """Say whether an answerer's role stands for a body."""
    match given.scope:
        case Scope.ORGANISATION:
            return given.scope_id == body.id
        case Scope.COMMUNE:
            return body.kind is OrganisationKind.CITY and given.scope_id == body.commune_id
        case Scope.METRO:
            return body.kind is OrganisationKind.METROPOLIS
        case _:
            return False


def _roles_in(place: Neighbourhood, actor: Actor | None) -> set[Role]:
    person = _acting(actor) if actor else None
    if person is None:
        return set()
    return remembered(("voices", place.id, person.id), lambda: roles_at(person, _around(place)))


def _around(place: Neighbourhood) -> dict[Scope, int | None]:
    return {Scope.NEIGHBOURHOOD: place.id, Scope.COMMUNE: place.commune_id}


def _acting(actor: Actor) -> Person | None:
    return person_with_roles(actor.acting_id) if actor.acting_id else None
