"""Write down a space of dialogue, and a meeting once it was held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app import clock
from app.accounts.models import Person
from app.db import session, transaction
from app.dialogue import policy
from app.dialogue.models import DialogueSpace, Meeting, SpaceKind
from app.steps.actor import Actor
from app.territory.models import Neighbourhood


class NotAllowed(Exception):
    """This person may not record meetings in this neighbourhood."""


class NotYetHeld(ValueError):
    """A meeting to come cannot be told as held."""


@dataclass(frozen=True)
class Held:
    """A meeting as it is told: `residents_count` without names."""

    title: str
    held_on: date
    place: str
    residents_count: int
    summary: str = ""


@transaction()
def open_space(place: Neighbourhood, kind: SpaceKind, name: str, host: str, actor: Actor) -> DialogueSpace:
    """Open a space of dialogue in a neighbourhood. Raises NotAllowed."""
    _check(place, actor)
    space = DialogueSpace(neighbourhood_id=place.id, kind=kind, name=name.strip(), host=host.strip())
    session().add(space)
    session().flush()
    return space


@transaction()
def record_meeting(space: DialogueSpace, told: Held, actor: Actor) -> Meeting:
    """Write down a meeting that was held. Raises NotAllowed, NotYetHeld."""
    _check(session().get_one(Neighbourhood, space.neighbourhood_id), actor)
    if told.held_on > clock.today():
        raise NotYetHeld
    meeting = Meeting(
        space_id=space.id,
        title=told.title.strip(),
        held_on=told.held_on,
        place=told.place.strip(),
        residents_count=told.residents_count,
        summary=told.summary.strip(),
    )
    session().add(meeting)
    session().flush()
    return meeting


def _check(place: Neighbourhood, actor: Actor) -> None:
    person = session().get(Person, actor.acting_id) if actor.acting_id else None
    if person is None or not policy.can_record(place, person):
        raise NotAllowed
