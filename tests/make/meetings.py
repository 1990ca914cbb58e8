"""A meeting that is being held, and what phones send from it."""

from itertools import count
from uuid import UUID

from app import clock
from app.db import session, transaction
from app.dialogue.models import BodyKind, GovernanceMeeting, Meeting, Referral
from app.dialogue.models.tally import TallySheet
from app.dialogue.services.tally import SentTap
from app.steps import services as steps
from app.territory.models import Neighbourhood
from tests.make.territory import meeting

_numbers = count(1)


@transaction()
def open_meeting(place: Neighbourhood | None = None) -> Meeting:
    """Store a meeting that is open now and was not counted yet."""
    held = meeting(place, residents=0)
    held.held_on, held.counted_at = clock.today(), None
    steps._enter(held, "open")
    session().flush()
    return held


@transaction()
def tally_sheet(meeting: Meeting) -> TallySheet:
    """Store a sheet to count on, not keyed yet."""
    made = TallySheet(serial=f"S{next(_numbers):05d}", meeting_id=meeting.id, printed_at=clock.now())
    session().add(made)
    session().flush()
    return made


def arrival(novelty: str = "first_ever", **fields: str) -> SentTap:
    """Return the tap of a resident who comes in."""
    return SentTap(_uuid(), {"kind": "arrival", "category": "resident", "novelty": novelty, **fields})


def turn(category: str = "resident", *, new: bool = False) -> SentTap:
    """Return the tap of somebody who speaks."""
    return SentTap(_uuid(), {"kind": "turn", "category": category, "is_new_voice": new})


def _uuid() -> str:
    return str(UUID(int=next(_numbers)))


@transaction()
def referral(commune_id: int | None = None) -> int:
    """Store a meeting of a body, of a city or of the metropolis, with a subject brought there; return its number."""
    met = GovernanceMeeting(
        kind=BodyKind.STEERING, commune_id=commune_id, held_on=clock.today(), people=20, residents=6
    )
    session().add(met)
    session().flush()
    brought = Referral(meeting_id=met.id, subject="Les ascenseurs en panne")
    session().add(brought)
    session().flush()
    return brought.id
