"""Write down a space of dialogue, and a meeting once it was held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app import clock
from app.db import lock, session, transaction
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
    """Open a space of dialogue in a neighbourhood, once whatever the clicks. Raises NotAllowed."""
    _check(place, actor)
    lock(Neighbourhood, place.id)
    again = session().scalar(
        sa.select(DialogueSpace).filter_by(neighbourhood_id=place.id, kind=kind, name=name.strip())
    )
    if again:
        return again
    space = DialogueSpace(neighbourhood_id=place.id, kind=kind, name=name.strip(), host=host.strip())
    session().add(space)
    session().flush()
    return space


@transaction()
def record_meeting(space: DialogueSpace, told: Held, actor: Actor) -> Meeting:
    """Write down a meeting that was held, once whatever the clicks. Raises NotAllowed, NotYetHeld."""
    _check(session().get_one(Neighbourhood, space.neighbourhood_id), actor)
    if told.held_on > clock.today():
        raise NotYetHeld
    lock(DialogueSpace, space.id)
    same = {"space_id": space.id, "title": told.title.strip(), "held_on": told.held_on}
    again = session().scalar(sa.select(Meeting).filter_by(**same))
    if again:
        return again
    meeting = Meeting(
        **same,
        place=told.place.strip(),
        residents_count=told.residents_count,
        summary=told.summary.strip(),
    )
    session().add(meeting)
    session().flush()
    return meeting


def _check(place: Neighbourhood, actor: Actor) -> None:
    if not policy.can_record(place, actor):
        raise NotAllowed
