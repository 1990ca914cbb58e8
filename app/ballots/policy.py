"""Who may read, prepare and run an edition of the participatory budget."""

from __future__ import annotations

from collections.abc import Iterator

from app.accounts.models import Person, Scope
from app.accounts.queries import person_with_roles, roles_at
from app.ballots.models import Edition
from app.projects.models import Project
from app.steps.actor import Actor
from app.steps.kinds import role_source, roles_of

PREPARES = frozenset({"referent", "metro_admin"})
STAFF = PREPARES | {"committee_secretary"}
BUDGET = "budget-project"
REFUSED = "not_eligible"
LEFT_ASIDE = frozenset(
    {REFUSED, "handed_over", "not_selected", "refused_by_council", "released", "withdrawn", "lapsed"}
)
"""States in which a project of the budget waits for nothing in its edition: a later one may take it."""


class NotAllowed(PermissionError):
    """This person may not do this to this edition now."""


@role_source("edition")
def edition_roles(edition: Edition, actor: Actor) -> Iterator[str]:
    """Yield every role held in the whole city of the edition, by the person themselves: nobody is helped here."""
    person = person_with_roles(actor.person_id) if actor.person_id and not actor.on_behalf_id else None
    if person is not None:
        yield from city_roles(edition.commune_id, person)


def city_roles(commune_id: int, person: Person) -> set[str]:
    """Return the roles that a person holds in a whole city: a neighbourhood is not enough to run its vote."""
    return {role.value for role in roles_at(person, {Scope.COMMUNE: commune_id})}


def can_view(edition: Edition, actor: Actor | None) -> bool:
    """Say whether a person (None: a visitor) may read an edition: one whose rules are not adopted is for its staff."""
    return edition.state != "design" or (actor is not None and is_staff(edition, actor))


def is_staff(edition: Edition, actor: Actor | None) -> bool:
    """Say whether a person works on the edition."""
    return actor is not None and bool(roles_of(edition, actor) & STAFF)


def can_prepare(edition: Edition, actor: Actor) -> bool:
    """Say whether a person may write the rules, review ideas and lock the list."""
    return edition.is_open and bool(roles_of(edition, actor) & PREPARES)


def may_stand_again(project: Project, actor: Actor) -> bool:
    """Say whether a person may propose a project to a later edition: its authors, once an earlier one left it aside."""
    return project.workflow_key == BUDGET and project.state in LEFT_ASIDE and "carrier" in roles_of(project, actor)
