"""A committee's year: planned ahead, convened, held each month, written down, signed by two and published."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from app import clock
from app.accounts.models import Role
from app.committees import convoking, files, minutes, minutes_reading, minutes_signing, queries
from app.committees.deliberation import Proposal
from app.committees.models import Result, Sitting
from app.committees.papers import MinutesText
from app.committees.room_models import HearingMode
from app.committees.services import convocations, decisions, hearings, sittings
from app.committees.services import minutes as writing
from app.db import session
from app.demo import words
from app.demo.cast import City
from app.demo.plan import Plan
from app.mail import Channel
from app.steps.actor import Actor

NOTICE_DAYS = 8
PLACE = "Maison des associations, salle du rez-de-chaussée"
REDUCED = 0.2
"""Share of the grants that are smaller than what was asked."""
HEARINGS = (HearingMode.ON_SITE, HearingMode.ON_SITE, HearingMode.PHONE, HearingMode.WRITTEN)
LEFT_TO_SIGN = timedelta(days=16)
"""The minutes of a sitting held less than this before the end of the year still wait for the chair."""


def year_of(city: City, days: Sequence[date], plans: Sequence[Plan], random: Random) -> Generator[datetime, None, None]:
    """Hold the sittings of a city that have something to decide, and announce those to come."""
    secretary, end = Actor(city.staff[Role.COMMITTEE_SECRETARY].id), max(plan.ends_at for plan in plans)
    yield clock.now()
    heard = {plan.heard_on for plan in plans}
    kept = [day for day in days if day in heard or day >= end.astimezone(clock.PARIS).date()]
    calendar = [sittings.plan_sitting(city.committee, sittings.Appointment(day, PLACE), secretary) for day in kept]
    for sitting in calendar:
        yield clock.at_nine(sitting.held_on - timedelta(days=NOTICE_DAYS))
        _convene(sitting, secretary)
        yield clock.at_nine(sitting.held_on) + timedelta(hours=9, minutes=4)
        _hold(sitting, [plan for plan in plans if plan.heard_on == sitting.held_on], secretary, random)
        yield clock.now() + timedelta(hours=1, minutes=random.randrange(30, 70))
        sittings.close_sitting(sitting, secretary)
        yield clock.at_nine(sitting.held_on + timedelta(days=3))
        writing.write_minutes(sitting, random.choice(words.REMARKS), {}, secretary)
        writing.sign(sitting, _digest(sitting), secretary)
        yield clock.at_nine(sitting.held_on + timedelta(days=5))
        if end - clock.now() > LEFT_TO_SIGN - timedelta(days=5):
            _sign_for_the_chair(sitting)
            writing.publish(sitting, secretary)


def _convene(sitting: Sitting, secretary: Actor) -> None:
    """Call the members, post the letters and make the calls."""
    sittings.convene(sitting, secretary)
    told = convoking.convocations_of(sitting.id)
    by_hand = [row.message_id for row in told if row.message.channel in {Channel.LETTER, Channel.CALL}]
    convocations.tick_off(sitting, by_hand, secretary)


def _hold(sitting: Sitting, plans: Sequence[Plan], secretary: Actor, random: Random) -> None:
    seats = queries.seats_on(sitting.committee_id, sitting.held_on)
    absent = {random.choice(seats).id} if random.random() < 0.5 else set()  # noqa: PLR2004
    sittings.open_sitting(sitting, {seat.id for seat in seats} - absent, secretary)
    for plan in plans:
        hearings.note_hearing(sitting, plan.file, random.choice(HEARINGS), "", secretary)
        room = files.file_of(plan.file, sitting).room
        decisions.decide(sitting, plan.file, _proposal(plan, room.voting_present, random), secretary)


def _digest(sitting: Sitting) -> str:
    held = minutes_reading.held(sitting, session().get(MinutesText, sitting.id))
    return minutes.digest_of(minutes.drafted(held), sitting.id)


def _sign_for_the_chair(sitting: Sitting) -> None:
    held = minutes_reading.held(sitting, None)
    signer = minutes_signing.signers_for_chair(held.there)[0]
    writing.sign(sitting, _digest(sitting), Actor(signer.person_id))


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
