"""The convocation: every member once, by their own channel; who was told is shown; reminders; what may be cancelled."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.accounts.models import PreferredChannel
from app.committees import convoking, services
from app.committees.deliberation import CommitteeRefused
from app.committees.models import College, Sitting
from app.committees.papers import Purpose
from app.committees.services import Appointment
from app.db import session, transaction
from app.mail import Channel, Delivery
from app.steps import journal
from app.steps import services as steps
from tests import make
from tests.committees.room import room, waiting
from workflows.engine import ActionRefused

pytestmark = pytest.mark.usefixtures("app")


@transaction()
def _reached_by_email(seat, address: str) -> None:
    seat.person.email, seat.person.preferred_channel = address, PreferredChannel.EMAIL
    session().flush()


@pytest.fixture
def convened():
    where, secretary = make.committee(), make.actor("committee_secretary")
    seats = [make.seat(where, name=f"Membre {number}") for number in range(3)]
    seats.append(make.seat(where, College.STATE, "Délégué", is_voting=False, is_funder=True))
    _reached_by_email(seats[0], "m@exemple.fr")
    day = clock.today() + timedelta(days=10)
    held = services.plan_sitting(where, Appointment(day, "Centre social"), secretary)
    services.convene(held, secretary)
    return held, seats, secretary


def test_every_member_is_convened_by_their_own_channel(convened) -> None:
    held, seats, _secretary = convened

    rows = convoking.convocations_of(held.id)

    assert {row.seat_id for row in rows} == {seat.id for seat in seats}
    assert sorted(row.message.channel for row in rows) == [Channel.EMAIL, *[Channel.LETTER] * 3]
    assert "Centre social" in rows[0].message.body
    assert (held.state, held.convened_at is not None) == ("convened", True)


def test_the_members_are_convened_once(convened) -> None:
    held, seats, secretary = convened

    with pytest.raises(CommitteeRefused):
        services.convene(held, secretary)

    assert len(convoking.convocations_of(held.id)) == len(seats)


def test_a_letter_that_was_posted_is_noted_by_the_secretariat_only(convened) -> None:
    held, _seats, secretary = convened
    letter = next(row for row in convoking.convocations_of(held.id) if row.message.channel is Channel.LETTER)

    with pytest.raises(CommitteeRefused, match="Seul le secrétariat"):
        services.tick_off(held, [letter.message_id], make.actor("referent"))
    services.tick_off(held, [letter.message_id], secretary)

    assert letter.message.delivery is Delivery.SENT


def test_a_reminder_leaves_once_a_day(convened) -> None:
    held, seats, secretary = convened

    services.remind(held, secretary)
    with pytest.raises(CommitteeRefused, match="déjà parti"):
        services.remind(held, secretary)

    reminders = [row for row in convoking.convocations_of(held.id) if row.purpose is Purpose.REMINDER]
    assert len(reminders) == len(seats)


def test_a_sitting_that_was_not_convened_does_not_open() -> None:
    where, secretary = make.committee(), make.actor("committee_secretary")
    seat = make.seat(where)
    held = services.plan_sitting(where, Appointment(clock.today(), "Ici"), secretary)

    with pytest.raises(CommitteeRefused):
        services.open_sitting(held, [seat.id], secretary)

    assert held.opened_at is None


def test_nothing_is_published_or_closed_by_a_shortcut() -> None:
    there = room()

    with pytest.raises(ActionRefused):
        steps.perform(there.sitting, "publish", there.secretary)
    services.close_sitting(there.sitting, there.secretary)
    with pytest.raises(ActionRefused):
        steps.perform(there.sitting, "sign_minutes", there.secretary)


def test_the_database_ties_a_state_to_its_instants() -> None:
    there = room()

    with pytest.raises(sa.exc.IntegrityError):
        _write(there.sitting, "published")


def test_a_second_call_convenes_the_members_and_the_journal_verifies_sittings() -> None:
    there = room(residents=6, others=2, absent=5)
    waiting(there.money)
    day = clock.today() + timedelta(days=3)

    again = services.second_call(there.sitting, Appointment(day, "Ici"), there.secretary)

    assert (there.sitting.state, again.state) == ("closed", "convened")
    assert len(convoking.convocations_of(again.id)) == 8
    assert [fault for fault in journal.faults() if fault.startswith("sitting")] == []


@transaction()
def _write(held: Sitting, state: str) -> None:
    session().execute(sa.update(Sitting).where(Sitting.id == held.id).values(state=state))
