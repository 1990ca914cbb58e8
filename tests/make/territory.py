"""Places and meetings."""

from datetime import date

from app.db import session, transaction
from app.dialogue.models import DialogueSpace, Meeting, SpaceKind
from app.territory.models import Commune, Neighbourhood
from app.voices.models import Contribution, ContributionKind


@transaction()
def commune(name: str = "Tours", insee: str = "37261") -> Commune:
    """Return the commune of that name, storing it when missing."""
    found = session().query(Commune).filter_by(insee=insee).one_or_none()
    return found or _stored(Commune(name=name, insee=insee))


@transaction()
def neighbourhood(name: str = "Sanitas", city: Commune | None = None) -> Neighbourhood:
    """Return the neighbourhood of that name, storing it when missing."""
    city = city or commune()
    found = session().query(Neighbourhood).filter_by(name=name, commune_id=city.id).one_or_none()
    return found or _stored(Neighbourhood(name=name, slug=name.lower().replace(" ", "-"), commune=city))


@transaction()
def meeting(place: Neighbourhood | None = None, residents: int = 14) -> Meeting:
    """Store a past meeting in a space of dialogue."""
    place = place or neighbourhood()
    space = _stored(
        DialogueSpace(neighbourhood=place, kind=SpaceKind.SOCIAL_CENTRE, name="Café des voisins", host="Centre social")
    )
    return _stored(
        Meeting(
            space=space,
            title="Que faire de la place ?",
            held_on=date(2026, 3, 4),
            place="Centre social",
            residents_count=residents,
        )
    )


@transaction()
def remark(meeting: Meeting, text: str = "Il faudrait un banc.") -> Contribution:
    """Store one thing said in a meeting."""
    return _stored(
        Contribution(
            meeting_id=meeting.id,
            neighbourhood_id=meeting.space.neighbourhood_id,
            kind=ContributionKind.IDEA,
            text=text,
            said_on=meeting.held_on,
        )
    )


def _stored(row):
    session().add(row)
    session().flush()
    return row
