"""Who came to the meetings of the demonstration and who spoke, tapped on a phone in the room."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import TypeVar
from uuid import UUID

from app.dialogue.counting import Cell, cells_of
from app.dialogue.models import Meeting
from app.dialogue.models.tally import AgeBand, Attendee, HeardVia, Novelty, Sex, TapKind
from app.dialogue.services.tally import SentTap, correct, record_taps
from app.steps.actor import Actor

T = TypeVar("T")

NOVELTIES = {Novelty.FIRST_EVER: 3, Novelty.FIRST_THIS_YEAR: 3, Novelty.RETURNING: 8, Novelty.UNSAID: 1}
AGES = {AgeBand.UNDER_18: 1, AgeBand.FROM_18: 1, AgeBand.FROM_25: 4, AgeBand.FROM_40: 6, AgeBand.FROM_60: 5}
HEARD = {HeardVia.FRIEND: 6, HeardVia.HALL_POSTER: 3, HeardVia.FLYER: 2, HeardVia.DOOR_TO_DOOR: 2, HeardVia.SMS: 2}
SPEAKERS = {Attendee.RESIDENT: 11, Attendee.ASSOCIATION: 3, Attendee.INSTITUTION: 4, Attendee.ELECTED: 2}
"""How often each is met, out of their sum."""
STAFF = (Attendee.ASSOCIATION, Attendee.INSTITUTION, Attendee.INSTITUTION, Attendee.ELECTED)


def count(meeting: Meeting, residents: int, facilitator: Actor) -> None:
    """Tap who comes in, one by one, then who speaks."""
    random = Random(meeting.id)
    arrivals: list[dict[str, object]] = [dict(_resident(random)) for _ in range(residents)]
    arrivals += [{"kind": TapKind.ARRIVAL, "category": category} for category in STAFF]
    turns = [
        {"kind": TapKind.TURN, "category": category, "is_new_voice": is_new}
        for category, is_new in _speakers(random, residents)
    ]
    taps = [SentTap(str(UUID(int=random.getrandbits(128), version=4)), fields) for fields in (*arrivals, *turns)]
    record_taps(meeting.id, taps, facilitator)


def note(meeting: Meeting, residents: int, facilitator: Actor) -> None:
    """Copy what was counted at the door on a sheet of paper, the day after."""
    random, cells = Random(meeting.id), Counter[Cell]()
    for tap in [_resident(random) for _ in range(residents)]:
        cells.update(cells_of(tap))
    correct(meeting.id, cells, "Copié de la feuille remplie à l'entrée", facilitator)


def _resident(random: Random) -> dict[str, str | bool | None]:
    asked = random.random() < 0.8  # noqa: PLR2004
    more = {"age": _one(random, AGES), "sex": random.choice((*Sex, Sex.WOMAN)), "heard": _one(random, HEARD)}
    novelty = _one(random, NOVELTIES)
    return {"kind": TapKind.ARRIVAL, "category": Attendee.RESIDENT, "novelty": novelty, **(more if asked else {})}


def _speakers(random: Random, residents: int) -> list[tuple[Attendee, bool]]:
    """Draw who speaks: a person is a new voice once, and no more residents speak than came."""
    present = {Attendee.RESIDENT: residents, **{category: STAFF.count(category) for category in set(STAFF)}}
    voices = dict.fromkeys(SPEAKERS, 0)
    spoken: list[tuple[Attendee, bool]] = []
    for _ in range(random.randrange(18, 40)):
        who = _one(random, SPEAKERS)
        is_new = voices[who] == 0 or (voices[who] < present[who] and random.random() < 0.5)  # noqa: PLR2004
        voices[who] += is_new
        spoken.append((who, is_new))
    return spoken


def _one(random: Random, weights: dict[T, int]) -> T:
    return random.choices(list(weights), list(weights.values()))[0]
