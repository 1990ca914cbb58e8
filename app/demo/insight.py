"""Figures over the demonstration: who lives where, who sat where the contract is steered, and the figures kept."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

import sqlalchemy as sa

from app import clock
from app.db import session
from app.dialogue.models import BodyKind, GovernanceMeeting, Referral, ReferralOutcome
from app.insight import snapshots
from app.territory.models import BaselineStat, Dimension, Neighbourhood

SEED = 49
SOURCE = "Chiffres inventés pour la démonstration, proches du recensement"
CENSUS = 2021
BANDS = {"under_18": 30, "18_24": 12, "25_39": 21, "40_59": 22, "60_more": 15}
"""Share of each age in a hundred inhabitants: that of the worked example of DOMAIN §C.8."""
SEXES = {"woman": 52, "man": 48}
QUARTER = 91
SUBJECTS = (
    ("Les ascenseurs en panne au Sanitas", ReferralOutcome.ADOPTED),
    ("Un local pour les jeunes aux Fontaines", ReferralOutcome.PASSED_ON),
    ("Les horaires des réunions, trop tôt le soir", ReferralOutcome.PARTLY),
    ("L'éclairage du passage de la Rabière", ReferralOutcome.WAITING),
)


def tell(end: datetime) -> None:
    """Store what figures are compared with, then the figures of this year and of the last one."""
    drawn, today = Random(SEED), end.astimezone(clock.PARIS).date()
    for place in session().scalars(sa.select(Neighbourhood).order_by(Neighbourhood.id)).unique():
        _live_in(place, drawn)
    for rank, (subject, outcome) in enumerate(SUBJECTS):
        _steer(today - timedelta(days=QUARTER * (len(SUBJECTS) - rank)), rank, subject, outcome)
    session().flush()
    with clock.told(end):
        for year in (today.year - 1, today.year):
            snapshots.take(year)


def _live_in(place: Neighbourhood, drawn: Random) -> None:
    place.population = place.population or 100 * drawn.randint(12, 88)
    for dimension, shares in ((Dimension.AGE, BANDS), (Dimension.SEX, SEXES)):
        session().add_all(
            BaselineStat(neighbourhood_id=place.id, dimension=dimension, band=band, year=CENSUS, source=SOURCE,
                         count=place.population * share // 100) for band, share in shares.items()
        )  # fmt: skip


def _steer(day: date, rank: int, subject: str, outcome: ReferralOutcome) -> None:
    kind = BodyKind.STEERING if rank % 2 else BodyKind.PLENARY
    met = GovernanceMeeting(kind=kind, held_on=day, people=22 + rank, residents=4 + 2 * rank)
    session().add(met)
    session().flush()
    session().add(Referral(meeting_id=met.id, subject=subject, outcome=outcome))
