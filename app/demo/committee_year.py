"""A committee's year: it is convened, sits each month, decides on what waits, closes."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from app import clock
from app.accounts.models import Role
from app.committees import files, queries
from app.committees.deliberation import Proposal
from app.committees.models import Result, Sitting
from app.committees.services import decisions, sittings
from app.demo import words
from app.demo.cast import City
from app.demo.plan import Plan
from app.steps.actor import Actor

NOTICE_DAYS = 8
PLACE = "Maison des associations, salle du rez-de-chaussée"
REDUCED = 0.2
"""Share of the grants that are smaller than what was asked."""


def year_of(city: City, days: Sequence[date], plans: Sequence[Plan], random: Random) -> Generator[datetime, None, None]:
    """Hold every sitting of a city, the first day first; one convened for a day to come stays announced."""
    secretary = Actor(city.staff[Role.COMMITTEE_SECRETARY].id)
    yield clock.now()
    for day in days:
        yield clock.at_nine(day - timedelta(days=NOTICE_DAYS))
        sitting = sittings.plan_sitting(city.committee, sittings.Appointment(day, PLACE), secretary)
        sittings.convene(sitting, secretary)
        yield clock.at_nine(day) + timedelta(hours=9)
        _hold(sitting, [plan for plan in plans if plan.heard_on == day], secretary, random)


def _hold(sitting: Sitting, plans: Sequence[Plan], secretary: Actor, random: Random) -> None:
    seats = queries.seats_on(sitting.committee_id, sitting.held_on)
    absent = {random.choice(seats).id} if random.random() < 0.5 else set()  # noqa: PLR2004
    sittings.open_sitting(sitting, {seat.id for seat in seats} - absent, secretary)
    for plan in plans:
        room = files.file_of(plan.file, sitting).room
        decisions.decide(sitting, plan.file, _proposal(plan, room.voting_present, random), secretary)
    sittings.close_sitting(sitting, secretary)


def _proposal(plan: Plan, voters: int, random: Random) -> Proposal:
    against = random.randrange(2)
    if plan.outcome is Result.REFUSE:
        return Proposal(plan.outcome, against, voters - against, 0, reason=words.REASONS["refuse"])
    if plan.outcome is Result.ADJOURN:
        return Proposal(plan.outcome, voters - against, against, 0, reason=words.REASONS["adjourn"])
    grant = Proposal(plan.outcome, voters - against, against, 0, amount_cents=plan.file.requested_cents)
    if plan.outcome is Result.GRANT_WITH_CONDITIONS:
        return replace(grant, reason=words.REASONS["conditions"], conditions=words.CONDITIONS)
    if random.random() < REDUCED:
        return replace(grant, amount_cents=plan.file.requested_cents * 4 // 5, reason=words.REASONS["reduced"])
    return grant
