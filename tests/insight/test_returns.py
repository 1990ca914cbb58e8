"""Who comes back, from cards: counted once six months have gone by, wherever the card was last seen."""

from __future__ import annotations

from datetime import date, timedelta

from app import clock
from app.db import session, transaction
from app.dialogue.models import CardPresence, Meeting
from app.insight.definitions import INDICATORS
from app.insight.gathering import gather
from app.insight.scopes import Period, Scope, tree
from tests import make

FIRST = date(2025, 9, 3)
"""The time to come back of a card first seen that day ends in 2026."""


@transaction()
def seen(meeting: Meeting, day: date, cards: range) -> None:
    session().merge(meeting).held_on = day
    session().add_all(
        CardPresence(meeting_id=meeting.id, card=str(card), turns=1, noted_at=clock.now()) for card in cards
    )


def test_a_card_never_seen_again_counts_among_those_who_might_have_come_back(app) -> None:
    place = make.neighbourhood()
    for day, cards in ((FIRST, range(24)), (FIRST + timedelta(60), range(9)), (FIRST + timedelta(181), range(9, 14))):
        seen(make.meeting(place), day, cards)

    book = gather(Period.year(2026), date(2026, 12, 31), ["returns"]).book(tree()[Scope.neighbourhood(place.id)])
    back, by_posture = (INDICATORS[code].compute(book) for code in ("I3f", "A4r"))

    assert (back.numerator, back.denominator) == (9, 24)
    assert [(part.n, part.value) for part in by_posture.parts] == [(24, back.value)]
