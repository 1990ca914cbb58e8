"""Who may read, prepare and finance training actions."""

from __future__ import annotations

from collections.abc import Iterator

from app.accounts.models import Person, Scope
from app.accounts.queries import person_with_roles, roles_at
from app.funds.models import Fund
from app.steps.actor import Actor
from app.steps.kinds import role_source, roles_of
from app.training.models import Training

PREPARES = frozenset({"referent", "metro_admin"})
FINANCES = frozenset({"gestionnaire", "finance"})
STAFF = PREPARES | FINANCES


class NotAllowed(PermissionError):
    """This person may not do this to this action now."""


@role_source("training")
def training_roles(training: Training, actor: Actor) -> Iterator[str]:
    """Yield every role held in the city of the action, by the person themselves: nobody is helped here."""
    person = person_with_roles(actor.person_id) if actor.person_id and not actor.on_behalf_id else None
    if person is not None:
        yield from _roles(training.fund, person)


def can_note(fund: Fund, person: Person) -> bool:
    """Say whether a person may note a need in the city of a fund."""
    return bool(_roles(fund, person) & PREPARES)


def can_view(training: Training, actor: Actor | None) -> bool:
    """Say whether a person (None: a visitor) may read an action: a mere need is for those who work on it."""
    return training.state != "need" or (actor is not None and is_staff(training, actor))


def is_staff(training: Training, actor: Actor) -> bool:
    """Say whether a person works on the action."""
    return bool(roles_of(training, actor) & STAFF)


def can_prepare(training: Training, actor: Actor) -> bool:
    """Say whether a person may describe, date, count and evaluate the action."""
    return training.is_open and bool(roles_of(training, actor) & PREPARES)


def can_finance(training: Training, actor: Actor) -> bool:
    """Say whether a person may set money aside and pay for the action."""
    return training.is_open and bool(roles_of(training, actor) & FINANCES)


def _roles(fund: Fund, person: Person) -> set[str]:
    return {role.value for role in roles_at(person, {Scope.FUND: fund.id, Scope.COMMUNE: fund.commune_id})}
