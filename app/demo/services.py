"""Build the demonstration's year: the same one each time for the same instant."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

import sqlalchemy as sa

from app import clock
from app.db import session, transaction
from app.demo import codesign, evaluating, insight, meetings, scheduler, voices_year
from app.demo.cast import Cast, gather
from app.demo.chapters import life_of
from app.demo.committee_year import year_of
from app.demo.editions import editions_of
from app.demo.fund_years import accounts_of
from app.demo.plan import Plan, begins_and_heard
from app.demo.rules_year import rules_of
from app.demo.stories import stories
from app.demo.training_year import training_of
from app.steps import services as steps
from app.territory import services as territory
from app.territory.models import Commune, Neighbourhood

DAYS = 400
SITTINGS = 11
SITTING_GAP = 28
LAST_SITTING_AGO = 12
SEED = 2024


@transaction()
def build(end: datetime) -> int:
    """Store everyone and everything of the year that ends at `end`, or nothing; return how many projects it tells.

    The territory may be there already; people and projects must not.
    """
    start = end - timedelta(days=DAYS)
    days = sitting_days(end)
    with clock.told(start):
        territory.load_territory()
        communes = list(session().scalars(sa.select(Commune).order_by(Commune.id)).unique())
        cast = gather(communes)
        plans = _plans(cast, days, end)
        meetings.hold(cast, plans, end)
        asked = voices_year.lives(cast, end)
    committees = [
        year_of(city, days, [plan for plan in plans if plan.city is city], Random(SEED + rank))
        for rank, city in enumerate(cast.cities.values())
    ]
    years = tuple(range(start.year, end.year + 1))
    accounts = [accounts_of(city, years) for city in cast.cities.values()]
    rules = [rules_of(city) for city in cast.cities.values()]
    trainings = [training_of(city, rank) for rank, city in enumerate(cast.cities.values())]
    told = [*(life_of(plan) for plan in plans), *asked, *codesign.lives(plans), *editions_of(cast, end)]
    scheduler.play([*accounts, *committees, *rules, *trainings, *told], start, end)
    with clock.told(end):
        steps.tick()
    evaluating.tell(cast, plans, end)
    insight.tell(end)
    return len(plans)


def sitting_days(end: datetime) -> list[date]:
    """Return the days on which each committee sits, the first one first, the last two still to come."""
    last = end.astimezone(clock.PARIS).date() - timedelta(days=LAST_SITTING_AGO)
    past = [last - timedelta(days=SITTING_GAP * ago) for ago in reversed(range(SITTINGS))]
    today = end.astimezone(clock.PARIS).date()
    return [*past, today, today + timedelta(days=SITTING_GAP)]


def _plans(cast: Cast, days: list[date], end: datetime) -> list[Plan]:
    """Give each story its neighbourhood, its residents (three carriers, then others) and its dates."""
    places = {place.slug: place for place in session().scalars(sa.select(Neighbourhood)).unique()}
    latest_first = [day for day in reversed(days) if day < end.astimezone(clock.PARIS).date()]
    plans: list[Plan] = []
    for rank, story in enumerate(stories()):
        random, place = Random(SEED * 1000 + rank), places[story.quarter]
        begins, heard_on = begins_and_heard(story, latest_first, end, random)
        people = cast.residents[place.id]
        turn = sum(plan.place.id == place.id for plan in plans)
        plans.append(
            Plan(
                story=story,
                place=place,
                city=cast.city_of(place),
                residents=people[turn:] + people[:turn],
                helper=cast.helpers[place.id],
                begins=begins,
                heard_on=heard_on,
                ends_at=end,
                random=random,
            )
        )
    return plans
