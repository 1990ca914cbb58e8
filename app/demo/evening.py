"""The life of one meeting of the demonstration: prepared, announced, held, told; or only written down afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from app import clock
from app.accounts.models import PreferredChannel
from app.demo import turnout
from app.demo.names import FIRST_NAMES
from app.dialogue.models import AbsenceReason, AgendaKind, DialogueSpace, Meeting, OutreachMode
from app.dialogue.services import agenda, contacts, meetings, minutes, outreach, turns
from app.steps import services as steps
from app.steps.actor import Actor

PLACE = "Centre social, grande salle"
FACE = (OutreachMode.DOOR_TO_DOOR, OutreachMode.DOORSTEP, OutreachMode.SCHOOL_GATE, OutreachMode.MARKET)
AFAR = (OutreachMode.SMS, OutreachMode.HALL_POSTER, OutreachMode.FLYER, OutreachMode.ASSOCIATION)
REACHED = {
    OutreachMode.DOOR_TO_DOOR: 60, OutreachMode.DOORSTEP: 35, OutreachMode.SCHOOL_GATE: 45, OutreachMode.MARKET: 70,
    OutreachMode.SMS: 180, OutreachMode.HALL_POSTER: 250, OutreachMode.FLYER: 400, OutreachMode.ASSOCIATION: 30,
}  # fmt: skip
"""About how many people each way reaches."""


@dataclass
class Evening:
    """Where meetings are held, and by whom."""

    space: DialogueSpace
    facilitator: Actor
    random: Random
    left: int = 0
    """How many contacts were left so far."""


def recorded(evening: Evening, topic: dict[str, Any], day: date, *, is_last: bool) -> Meeting:
    """Write down a meeting the day after, with its minutes a few days later."""
    came = evening.random.randrange(7, 22)
    with clock.told(clock.at_nine(day + timedelta(days=1))):
        made = meetings.record_meeting(
            evening.space, meetings.Held(topic["title"], day, PLACE, came), evening.facilitator
        )
        if evening.random.random() < COUNTED:
            turnout.note(made, came, evening.facilitator)
        _reach(evening, made, day, done=2)
    _publish(evening, made, topic, is_last=is_last)
    return made


def held(evening: Evening, topic: dict[str, Any], day: date, *, is_last: bool) -> Meeting:
    """Live a meeting from its preparation to its balance; the last one still awaits its minutes now and then."""
    me, random = evening.facilitator, evening.random
    made = _announced(evening, topic, day)
    with clock.told(clock.at_nine(day - timedelta(days=3))):
        steps.perform(made, "remind", me)
    with clock.told(clock.at_nine(day) + timedelta(hours=9)):
        _reach(evening, made, day, done=3)
        steps.perform(made, "open", me)
        came = random.randrange(8, 24)
        turnout.count(made, came, me)
        turns.count_and_close(made, came, me)
        if evening.left < MOST_CONTACTS:
            _leave(evening, made)
    with clock.told(clock.at_nine(day + timedelta(days=1))):
        contacts.thank(made.id, topic["plain"].strip().splitlines()[0], me)
    if not (is_last and random.random() < AWAITS):
        _publish(evening, made, topic, is_last=is_last)
    return made


def to_come(evening: Evening, topic: dict[str, Any], end: datetime, rank: int) -> None:
    """Announce the next meeting; in one neighbourhood it is cancelled, in a few it is still being prepared."""
    day = (end + timedelta(days=2 + 3 * (rank % 8))).date()
    if rank % STILL_PREPARED == STILL_PREPARED - 1:
        with clock.told(end - timedelta(days=2)):
            made = meetings.think_of_meeting(evening.space, _invitation(evening, topic, day), evening.facilitator)
            steps.perform(made, "plan", evening.facilitator)
        return
    if rank == OPEN_NOW:
        _open(evening, topic, end)
        return
    made = _announced(evening, topic, day)
    if rank == CANCELLED:
        with clock.told(end - timedelta(days=1)):
            steps.perform(made, "cancel", evening.facilitator, "La salle est inondée. Une autre date sera donnée.")


COUNTED = 0.85
"""Share of the meetings written down afterwards of which the sheet of the door was kept."""
MOST_CONTACTS = 2
AWAITS = 0.2
STILL_PREPARED = 5
CANCELLED = 8
OPEN_NOW = 1
"""The neighbourhood whose meeting is being held when the demonstration is opened: one may count there."""


def _open(evening: Evening, topic: dict[str, Any], end: datetime) -> None:
    """Hold a meeting now: half of the people are there."""
    made = _announced(evening, topic, end.astimezone(clock.PARIS).date())
    with clock.told(end - timedelta(minutes=30)):
        steps.perform(made, "remind", evening.facilitator)
        steps.perform(made, "open", evening.facilitator)
        turnout.count(made, 9, evening.facilitator)


def _announced(evening: Evening, topic: dict[str, Any], day: date) -> Meeting:
    me = evening.facilitator
    with clock.told(clock.at_nine(day - timedelta(days=32))):
        made = meetings.think_of_meeting(evening.space, _invitation(evening, topic, day), me)
        for kind, title, lasts in topic["agenda"]:
            agenda.add_line(made.id, agenda.Line(AgendaKind(kind), title, lasts), me)
        steps.perform(made, "plan", me)
        outreach.plan(made.id, _modes(evening.random), me)
    with clock.told(clock.at_nine(day - timedelta(days=22))):
        steps.perform(made, "announce", me)
    return made


def _invitation(evening: Evening, topic: dict[str, Any], day: date) -> meetings.Invitation:
    random = evening.random
    evenings = random.random() < 0.6  # noqa: PLR2004
    return meetings.Invitation(
        title=topic["title"],
        held_on=day,
        place=PLACE,
        start_time=time(18) if evenings else time(10),
        end_time=time(20) if evenings else time(12),
        has_childcare=random.random() < 0.7,  # noqa: PLR2004
        has_food=True,
        is_step_free=True,
        languages=random.choice(("", "français, arabe", "français, turc, portugais", "français, anglais, comorien")),
    )


def _modes(random: Random) -> list[OutreachMode]:
    return [*random.sample(FACE, 2), *random.sample(AFAR, 2)]


def _reach(evening: Evening, meeting: Meeting, day: date, *, done: int) -> None:
    """Note some of what was done to reach people, in the days before."""
    random = evening.random
    for rank, mode in enumerate(_modes(random)[:done]):
        reached = max(5, round(REACHED[mode] * random.uniform(0.5, 1.4)))
        told = outreach.Done(
            mode=mode,
            done_on=day - timedelta(days=2 + 4 * rank),
            minutes_spent=random.choice((60, 120, 240)),
            reached=reached,
            contacts_left=min(reached, random.randrange(0, 9)),
            cost_cents=random.choice((0, 0, 1500, 3200)),
        )
        outreach.note_done(evening.space.neighbourhood, meeting, told, evening.facilitator)


def _leave(evening: Evening, meeting: Meeting) -> None:
    evening.left += 1
    number = 10 * evening.space.neighbourhood_id + evening.left
    left = contacts.Left(
        name=FIRST_NAMES[number % len(FIRST_NAMES)],
        preferred_channel=PreferredChannel.SMS,
        phone=f"+336399870{number:03d}"[:12],
        is_newcomer=True,
    )
    contacts.leave_contact(evening.space.neighbourhood, meeting, left, evening.facilitator)


def _publish(evening: Evening, meeting: Meeting, topic: dict[str, Any], *, is_last: bool) -> None:
    """Publish the minutes a few days later, then follow up; make the balance of all but the last meeting."""
    me, day = evening.facilitator, meeting.held_on
    with clock.told(clock.at_nine(day + timedelta(days=5))):
        minutes.write_minutes(meeting.id, minutes.Written(topic["minutes"], topic["plain"]), me)
        steps.perform(meeting, "publish_minutes", me)
    with clock.told(clock.at_nine(day + timedelta(days=8))):
        steps.perform(meeting, "follow_up", me)
    if is_last:
        return
    with clock.told(clock.at_nine(day + timedelta(days=15))):
        minutes.count_absences(meeting.id, {AbsenceReason.NO_TIME: 3, AbsenceReason.CHILDCARE: 2}, me)
        minutes.tell_experience(meeting.id, _balance(meeting.residents_count), me)
        steps.perform(meeting, "evaluate", me)


def _balance(came: int) -> minutes.Told:
    return minutes.Told(
        with_resident=True,
        went_well="Les petits groupes : tout le monde a parlé, même les plus timides.",
        to_change="Commencer à l'heure, et garder une vraie place aux réponses.",
        slips=came,
        understood=came - came // 6,
        listened=came - came // 4,
        comes_back=came - came // 3,
    )
