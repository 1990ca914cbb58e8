"""Write down what was said, in words that name nobody; mend it or take it away when they did."""

from __future__ import annotations

import sqlalchemy as sa

from app.db import lock, session, transaction
from app.dialogue import policy
from app.dialogue.models import Meeting
from app.dialogue.services import NotAllowed
from app.steps.actor import Actor
from app.territory.models import Neighbourhood
from app.voices.models import Contribution, ContributionKind


class BornProject(Exception):
    """A project was born from this remark: its words can be mended, but it cannot go."""


@transaction()
def write_contribution(meeting: Meeting, kind: ContributionKind, text: str, actor: Actor) -> Contribution:
    """Keep one thing said in a meeting, once whatever the clicks. Raises NotAllowed."""
    place = _check(meeting.space.neighbourhood_id, actor)
    lock(Meeting, meeting.id)
    again = session().scalar(sa.select(Contribution).filter_by(meeting_id=meeting.id, kind=kind, text=text.strip()))
    if again:
        return again
    said = Contribution(
        meeting_id=meeting.id, neighbourhood_id=place.id, kind=kind, text=text.strip(), said_on=meeting.held_on
    )
    session().add(said)
    session().flush()
    return said


@transaction()
def correct_contribution(said_id: int, kind: ContributionKind, text: str, actor: Actor) -> None:
    """Replace the words of a remark; the former ones, which may name somebody, are kept nowhere. Raises NotAllowed."""
    said = _held(said_id, actor)
    said.kind, said.text = kind, text.strip()


@transaction()
def remove_contribution(said_id: int, actor: Actor) -> None:
    """Take a remark away for good. Raises NotAllowed, BornProject."""
    said = _held(said_id, actor)
    try:
        session().delete(said)
        session().flush()
    except sa.exc.IntegrityError as still_used:
        raise BornProject from still_used


def _held(said_id: int, actor: Actor) -> Contribution:
    said = lock(Contribution, said_id)
    if said is None:
        raise NotAllowed
    _check(said.neighbourhood_id, actor)
    return said


def _check(neighbourhood_id: int, actor: Actor) -> Neighbourhood:
    place = session().get_one(Neighbourhood, neighbourhood_id)
    if not policy.can_record(place, actor):
        raise NotAllowed
    return place
