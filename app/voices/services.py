"""Write down what was said, in words that name nobody."""

from __future__ import annotations

from app.accounts.models import Person
from app.db import session, transaction
from app.dialogue import policy
from app.dialogue.models import Meeting
from app.dialogue.services import NotAllowed
from app.steps.actor import Actor
from app.territory.models import Neighbourhood
from app.voices.models import Contribution, ContributionKind


@transaction()
def write_contribution(meeting: Meeting, kind: ContributionKind, text: str, actor: Actor) -> Contribution:
    """Keep one thing said in a meeting. Raises NotAllowed."""
    place = session().get_one(Neighbourhood, meeting.space.neighbourhood_id)
    person = session().get(Person, actor.acting_id) if actor.acting_id else None
    if person is None or not policy.can_record(place, person):
        raise NotAllowed
    said = Contribution(
        meeting_id=meeting.id, neighbourhood_id=place.id, kind=kind, text=text.strip(), said_on=meeting.held_on
    )
    session().add(said)
    session().flush()
    return said
