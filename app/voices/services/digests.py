"""Send to institutions, once a month, what residents said in each neighbourhood."""

from __future__ import annotations

import logging
from datetime import date

import sqlalchemy as sa

from app import clock, mail
from app.accounts.models import Person, Role
from app.db import lock, session, transaction
from app.i18n import force_locale
from app.jobs import every_minute
from app.territory.models import Neighbourhood
from app.voices import digest as reading
from app.voices.digest_models import MonthlyDigest
from app.voices.people import bodies_with_people, holders_around

log = logging.getLogger(__name__)

FIRST_HOUR = 9
"""No digest leaves before nine in the morning, in Tours."""


@every_minute
def send_last_month() -> int:
    """Send the digest of the month that has ended to each neighbourhood's readers; return how many were sent.

    Each in a transaction of its own: one that fails is logged and stops no other.
    """
    if clock.now().astimezone(clock.PARIS).hour < FIRST_HOUR:
        return 0
    month = reading.last_month()
    told = sa.select(MonthlyDigest.neighbourhood_id).filter_by(month=month)
    waiting = session().scalars(sa.select(Neighbourhood.id).where(Neighbourhood.id.not_in(told))).all()
    session().rollback()
    return sum(_attempt(place_id, month) for place_id in waiting)


def _attempt(place_id: int, month: date) -> int:
    try:
        return send_digest(place_id, month)
    except Exception:
        log.exception("the digest of neighbourhood %s did not leave", place_id)
        return 0


@transaction()
def send_digest(place_id: int, month: date) -> int:
    """Write the digest of a month to those who answer in a neighbourhood, once; return 1 if it leaves now.

    Nothing leaves when nothing was said, nor twice for one month.
    """
    place = lock(Neighbourhood, place_id)
    if place is None or session().scalar(sa.select(MonthlyDigest.id).filter_by(neighbourhood_id=place_id, month=month)):
        return 0
    digest = reading.digest_of(place, month)
    readers = readers_of(place) if digest.count else []
    row = MonthlyDigest(
        neighbourhood_id=place_id,
        month=month,
        said_count=digest.count,
        readers_count=len(readers),
        sent_at=clock.now(),
    )
    session().add(row)
    session().flush()
    for person in readers:
        with force_locale(person.locale):
            mail.write(person, *reading.letter(digest), about=row)
    return int(bool(digest.count))


def readers_of(place: Neighbourhood) -> list[Person]:
    """Return who must know what is said in a neighbourhood: its referents, and those who answer in its city."""
    found = {person.id: person for person in holders_around(place, Role.REFERENT, Role.ANSWERER)}
    for _body, people in bodies_with_people(place.commune_id):
        found |= {person.id: person for person in people}
    return [found[number] for number in sorted(found)]
