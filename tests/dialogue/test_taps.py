"""Taps sent by phones: each counted once, all or none, and only where one may count."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from app import clock
from app.accounts.models import Scope
from app.db import session, transaction
from app.dialogue.models import Meeting
from app.dialogue.models.tally import Measure
from app.dialogue.policy import NotAllowed
from app.dialogue.services.tally import (
    BelowZero,
    DoesNotAddUp,
    NotCounting,
    SentTap,
    SentUndo,
    confirm,
    correct,
    record_taps,
)
from app.dialogue.tally_queries import tallies_of, tallies_of_all
from app.steps import services as steps
from app.steps.actor import Actor
from tests import make


@transaction()
def move(meeting: Meeting, state: str, **fields: object) -> None:
    fresh = session().get_one(Meeting, meeting.id)
    fresh.minutes_plain, fresh.minutes_published_at = "Dit.", clock.now()
    for name, value in fields.items():
        setattr(fresh, name, value)
    steps._enter(fresh, state)


def at_once(app: Flask, *works: Callable[[], object]) -> None:
    """Run works together, each in a session of its own; every error comes back."""
    barrier, errors = threading.Barrier(len(works)), list[BaseException]()

    def run(work: Callable[[], object]) -> None:
        with app.app_context():
            barrier.wait()
            try:
                work()
            except BaseException as error:  # noqa: BLE001 - given back below
                errors.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def test_two_phones_add_up_and_what_is_sent_twice_at_once_counts_once(app: Flask) -> None:
    meeting, who = make.open_meeting().id, make.actor("facilitator")
    door, room = [make.arrival() for _ in range(30)], [make.turn(new=True) for _ in range(20)]

    at_once(app, *(lambda sent=sent: record_taps(meeting, sent, who) for sent in (door, door, room, door, room)))

    counted = tallies_of(meeting)
    assert (counted.residents, counted.first_ever, counted.turns) == (30, 30, 20)


def test_an_undo_counts_once_whenever_it_comes(app: Flask) -> None:
    meeting, who = make.open_meeting().id, make.actor("facilitator")
    kept, mistake, early = make.arrival(), make.arrival("returning"), make.turn()

    record_taps(meeting, [kept, mistake, SentUndo(mistake.id), SentUndo(early.id)], who)
    record_taps(meeting, [SentUndo(mistake.id), early], who)

    counted = tallies_of(meeting)
    assert (counted.residents, counted.first_ever, counted.turns) == (1, 1, 0)


def test_a_send_with_one_bad_tap_stores_none_of_it(app: Flask) -> None:
    meeting, who = make.open_meeting().id, make.actor("facilitator")
    bad = SentTap(make.arrival().id, {"kind": "arrival", "category": "resident"})

    with pytest.raises(IntegrityError):
        record_taps(meeting, [make.arrival(), bad], who)

    assert tallies_of(meeting).is_empty


def test_one_meeting_cannot_touch_the_taps_of_another(app: Flask) -> None:
    here, there, who = make.open_meeting(), make.open_meeting(), make.actor("facilitator")
    tap = make.arrival()

    record_taps(there.id, [tap, SentUndo(tap.id)], who)
    record_taps(here.id, [tap], who)

    counted = tallies_of_all([here.id, there.id])
    assert (counted[here.id].residents, counted[there.id].residents) == (1, 0)


def test_only_those_who_hold_meetings_here_send_taps(app: Flask) -> None:
    meeting = make.open_meeting()
    elsewhere, resident = make.person(), make.actor()
    make.role(elsewhere, "facilitator", Scope.NEIGHBOURHOOD, make.neighbourhood("Europe").id)

    for stranger in (Actor(elsewhere.id), resident, make.actor("helper")):
        with pytest.raises(NotAllowed):
            record_taps(meeting.id, [make.arrival()], stranger)

    assert tallies_of(meeting.id).is_empty


def test_late_phones_are_heard_until_the_minutes_are_published(app: Flask) -> None:
    meeting, who = make.open_meeting(), make.actor("facilitator")
    record_taps(meeting.id, [make.arrival()], who)
    confirm(meeting.id, who)

    move(meeting, "closed")
    record_taps(meeting.id, [make.arrival("returning")], who)
    move(meeting, "minutes_published")
    with pytest.raises(NotCounting):
        record_taps(meeting.id, [make.arrival()], who)

    assert session().get_one(Meeting, meeting.id).residents_count == 2


def test_a_correction_says_why_and_leaves_nobody_below_zero(app: Flask) -> None:
    meeting, who = make.open_meeting(), make.actor("facilitator")
    record_taps(meeting.id, [make.arrival()], who)

    correct(
        meeting.id, {(Measure.PRESENT, "resident"): 2, (Measure.NOVELTY, "returning"): 2}, "Entrés par le côté", who
    )
    with pytest.raises(BelowZero):
        correct(meeting.id, {(Measure.PRESENT, "resident"): -4}, "Erreur", who)
    with pytest.raises(IntegrityError):
        correct(meeting.id, {(Measure.PRESENT, "resident"): 1}, " ", who)

    assert tallies_of(meeting.id).residents == 3


def test_counts_that_contradict_each_other_are_not_confirmed(app: Flask) -> None:
    meeting, who = make.open_meeting(), make.actor("facilitator")
    correct(meeting.id, {(Measure.PRESENT, "resident"): 2}, "Comptés à la fin", who)

    with pytest.raises(DoesNotAddUp):
        confirm(meeting.id, who)
    correct(meeting.id, {(Measure.NOVELTY, "unsaid"): 2}, "On n'a pas demandé", who)
    confirm(meeting.id, who)

    assert session().get_one(Meeting, meeting.id).residents_count == 2
