"""Places and meetings."""

from datetime import date, timedelta
from typing import TypeVar

from app import clock
from app.db import Model, session, transaction
from app.dialogue.models import (
    DialogueSpace,
    InfoItem,
    InfoTheme,
    InventoryDecision,
    Meeting,
    ModeInventory,
    SpaceKind,
)
from app.steps import services as steps
from app.steps.actor import SYSTEM
from app.territory.models import Commune, Neighbourhood
from app.voices.models import Contribution, ContributionKind

Row = TypeVar("Row", bound=Model)


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
def inventory(place: Neighbourhood | None = None, decision: str = "strengthen") -> ModeInventory:
    """Store a line of the inventory of a neighbourhood."""
    place = place or neighbourhood()
    return _stored(
        ModeInventory(
            neighbourhood_id=place.id,
            existing_space="Le café du mardi",
            decision=InventoryDecision(decision),
            reason="On y vient déjà.",
            noted_on=date(2026, 1, 5),
        )
    )


@transaction()
def space(place: Neighbourhood | None = None) -> DialogueSpace:
    """Store a space of dialogue."""
    return _stored(
        DialogueSpace(
            neighbourhood=place or neighbourhood(),
            kind=SpaceKind.SOCIAL_CENTRE,
            name="Café des voisins",
            host="Centre social",
        )
    )


@transaction()
def meeting(place: Neighbourhood | None = None, residents: int = 14) -> Meeting:
    """Store a meeting that was held on 4 March, in a space of dialogue of its own."""
    made = Meeting(
        space=space(place),
        title="Que faire de la place ?",
        held_on=date(2026, 3, 4),
        place="Centre social",
        residents_count=residents,
        counted_at=clock.now(),
    )
    steps.begin(made, "meeting", SYSTEM)
    made.public_at = clock.now()
    steps._enter(made, "closed")
    session().flush()
    return made


@transaction()
def coming_meeting(
    place: Neighbourhood | None = None, days: int = 30, state: str = "planned", **fields: object
) -> Meeting:
    """Store a meeting to come, put in a state by a shortcut; it is public unless planned."""
    day = clock.today() + timedelta(days=days)
    made = Meeting(
        space=space(place), **{"title": "Que faire du square ?", "place": "Au square", "held_on": day, **fields}
    )
    steps.begin(made, "meeting", SYSTEM)
    made.public_at = None if state in ("idea", "planned") else clock.now()
    steps._enter(made, state)
    session().flush()
    return made


@transaction()
def note(place: Neighbourhood | None = None, *, published: bool = True, **fields: object) -> InfoItem:
    """Store a note of information."""
    values = {"title": "Les ascenseurs seront changés", "plain_text": "Les travaux durent un mois.", **fields}
    return _stored(
        InfoItem(
            neighbourhood=place or neighbourhood(),
            theme=InfoTheme.WORKS,
            source="Le bailleur",
            written_at=clock.now(),
            published_at=clock.now() if published else None,
            **values,
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


def _stored(row: Row) -> Row:
    session().add(row)
    session().flush()
    return row
