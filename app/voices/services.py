"""Write down what was said, in words that name nobody."""

from __future__ import annotations

import sqlalchemy as sa

from app.db import lock, session, transaction
from app.dialogue import policy
from app.dialogue.models import Meeting
from app.dialogue.services import NotAllowed
from app.steps.actor import Actor
from app.territory.models import Neighbourhood
from app.voices.models import Contribution, ContributionKind


@transaction()
def write_contribution(meeting: Meeting, kind: ContributionKind, text: str, actor: Actor) -> Contribution:
    """Keep one thing said in a meeting, once whatever the clicks. Raises NotAllowed."""
    place = session().get_one(Neighbourhood, meeting.space.neighbourhood_id)
    if not policy.can_record(place, actor):
        raise NotAllowed
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
