"""People and their roles."""

from datetime import date
from itertools import count

from app import clock
from app.accounts.models import Person, PreferredChannel, Role, RoleAssignment, Scope
from app.db import session, transaction
from app.mail.models import Message
from app.steps.actor import Actor

_numbers = count(1)


@transaction()
def person(name: str = "Amina Diallo", **fields: object) -> Person:
    """Store a person without a password, reached by letter unless told otherwise."""
    values = {"public_label": name.split(maxsplit=1)[0], "preferred_channel": PreferredChannel.LETTER, **fields}
    made = Person(name=name, created_at=clock.now(), **values)
    session().add(made)
    session().flush()
    return made


@transaction()
def role(person: Person, role: str, scope: Scope = Scope.METRO, scope_id: int | None = None) -> RoleAssignment:
    """Give a person a role, everywhere unless told otherwise."""
    made = RoleAssignment(
        person_id=person.id, role=Role(role), scope=scope, scope_id=scope_id, from_on=date(2024, 1, 1)
    )
    session().add(made)
    session().flush()
    return made


def actor(*roles: str, name: str = "") -> Actor:
    """Store someone who holds these roles everywhere, and return them as an actor."""
    someone = person(name or f"Personne {next(_numbers)}")
    for wanted in roles:
        role(someone, wanted)
    return Actor(someone.id)


def last_letter(actor: Actor) -> Message:
    """Return the last message written to a person."""
    return session().query(Message).filter_by(person_id=actor.person_id).order_by(Message.id.desc()).limit(1).one()
