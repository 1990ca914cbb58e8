"""In the room: comings and goings, substitutes, who presides, who is close to a team, hearings, amounts, comebacks."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app import clock
from app.committees import files, kinship, room_queries, services
from app.committees.deliberation import CommitteeRefused, Proposal
from app.committees.models import Decision, Recusal, Result, Sitting
from app.committees.room_models import Ground, Hearing, HearingMode, Way
from app.committees.services import Appointment
from app.db import session, transaction
from app.steps.actor import Actor
from tests import make
from tests.committees.room import adjourn, grant, refuse, room, waiting

pytestmark = pytest.mark.usefixtures("app")


def refused(sentence: str):
    return pytest.raises(CommitteeRefused, match=sentence)


def test_comings_and_goings_are_kept_with_their_time_and_never_rewritten() -> None:
    where = room(absent=1)
    late, early = where.seats[6], where.seats[0]
    with clock.told(clock.now() + timedelta(minutes=20)):
        services.set_presence(where.sitting, late.id, True, where.secretary)
        services.set_presence(where.sitting, late.id, True, where.secretary)
    with clock.told(clock.now() + timedelta(minutes=40)):
        services.set_presence(where.sitting, early.id, False, where.secretary)

    kept = room_queries.movements_of(where.sitting.id)

    assert [(it.seat_id, it.way) for it in kept[6:]] == [(late.id, Way.ARRIVED), (early.id, Way.LEFT)]
    assert kept[7].at - kept[6].at >= timedelta(minutes=19)
    with pytest.raises(IntegrityError):
        session().execute(sa.text("DELETE FROM presence_movement"))


def test_a_substitute_votes_while_the_holder_is_away_or_steps_aside() -> None:
    where = room(residents=4, others=0, absent=1, quorum_residents=1)
    holder = where.seats[3]
    substitute = make.seat(where.committee, name="Suppléante", is_voting=False, substitute_for_id=holder.id)
    project = waiting(where.money)
    services.set_presence(where.sitting, substitute.id, True, where.secretary)
    away = files.file_of(project, where.sitting).room

    services.set_presence(where.sitting, holder.id, True, where.secretary)
    back = files.file_of(project, where.sitting).room
    services.declare_recusal(holder, project, "Sa sœur y travaille", where.secretary)
    aside = files.file_of(project, where.sitting).room

    assert (substitute.id in away.voters, away.voting_present, away.voting_seats) == (True, 4, 4)
    assert (substitute.id in back.voters, back.voting_present) == (False, 4)
    assert (substitute.id in aside.voters, aside.voting_seats) == (True, 4)


def test_somebody_presides_in_place_of_the_chair_and_breaks_the_tie() -> None:
    where = room(residents=4, others=2)
    make.seat(where.committee, name="Présidente", is_chair=True)
    project = waiting(where.money)
    with refused("Dites qui préside"):
        services.decide(where.sitting, project, grant(votes=(3, 3, 0), casting_vote=True), where.secretary)
    with refused("membre présent"):
        services.name_presiding(where.sitting, 9_999, where.secretary)

    services.name_presiding(where.sitting, where.seats[1].id, where.secretary)
    decision = services.decide(where.sitting, project, grant(votes=(3, 3, 0), casting_vote=True), where.secretary)

    assert (decision.casting_vote, decision.roll["presiding"]) == (True, where.seats[1].id)


def test_a_second_call_keeps_the_quorum_when_the_rules_do_not_waive_it() -> None:
    where = room(residents=6, others=2, absent=5, second_call_waives_quorum=False)
    project = waiting(where.money)
    later = clock.now() + timedelta(days=3)
    again = services.second_call(where.sitting, Appointment(later.date(), "Centre social"), where.secretary)

    with clock.told(later):
        services.open_sitting(again, [seat.id for seat in where.seats[:2]], where.secretary)
        with refused("quorum n'est pas atteint"):
            services.decide(again, project, grant(votes=(2, 0, 0)), where.secretary)


@transaction()
def _at_home(seat, project, address: str, phone: str = "") -> None:
    seat.person.address = address
    carrier = session().get_one(type(seat.person), project.created_by_id)
    carrier.address = address.upper() + " "
    project.team[1].phone = phone


def test_the_same_home_or_telephone_is_a_sign_to_check_and_is_checked_once() -> None:
    where = room()
    project = waiting(where.money)
    neighbour, friend = where.seats[:2]
    with_phone = make.person("Habitante au téléphone", phone="+33611223344")
    caller = make.seat(where.committee, name="Voisine")
    _at_home(neighbour, project, "3 rue des Lilas", "+33611223344")
    _give(caller, with_phone)

    before = kinship.of_file(where.committee.id, project.id)
    services.clear_sign(neighbour, project, where.secretary)
    services.declare_recusal(caller, project, "", where.secretary, Ground.HOUSEHOLD)
    aside, signs = kinship.of_file(where.committee.id, project.id)

    assert before == ({}, {neighbour.id, caller.id})
    assert (set(aside), signs) == ({caller.id}, frozenset())
    assert aside[caller.id].ground is Ground.HOUSEHOLD
    assert friend.id not in aside


@transaction()
def _give(seat, person) -> None:
    seat.person_id = person.id


def test_a_recusal_that_was_lifted_stays_written_and_may_be_declared_again() -> None:
    where = room()
    project = waiting(where.money)
    seat = where.seats[0]
    services.declare_recusal(seat, project, "Erreur", where.secretary)
    services.lift_recusal(seat, project, where.secretary)
    lifted = session().get_one(Recusal, (seat.id, project.id)).lifted_at

    services.declare_recusal(seat, project, "Ma sœur y travaille", Actor(seat.person_id), Ground.CLOSE)

    row = session().get_one(Recusal, (seat.id, project.id))
    assert (lifted is not None, row.lifted_at, row.ground, row.declared_by_id) == (
        True, None, Ground.CLOSE, seat.person_id,
    )  # fmt: skip


def test_the_hearing_is_noted_and_written_again() -> None:
    where = room()
    project = waiting(where.money)

    services.note_hearing(where.sitting, project, HearingMode.ABSENT, "", where.secretary)
    services.note_hearing(where.sitting, project, HearingMode.PHONE, " Amina explique le projet. ", where.secretary)

    kept = session().scalars(sa.select(Hearing)).one()
    assert (kept.mode, kept.note) == (HearingMode.PHONE, "Amina explique le projet.")


def test_amounts_said_by_members_are_kept_and_the_decision_tells_how_many_accept_it() -> None:
    where = room()
    project = waiting(where.money)
    said = dict(zip([seat.id for seat in where.seats], (0, 200_00, 400_00, 400_00, 500_00, 600_00, None), strict=True))
    services.propose_amounts(where.sitting, project, said, where.secretary)
    own = where.seats[6]
    services.propose_amounts(where.sitting, project, {own.id: 400_00}, Actor(own.person_id))
    with refused("sa propre somme"):
        services.propose_amounts(where.sitting, project, {where.seats[0].id: 1}, Actor(own.person_id))
    with refused("demande 600"):
        services.propose_amounts(where.sitting, project, {own.id: 600_01}, Actor(own.person_id))

    proposals = room_queries.proposals(
        room_queries.amounts_said(where.sitting.id)[project.id], [seat.id for seat in where.seats], 600_00
    )
    decision = services.decide(where.sitting, project, grant(400_00, reason="Le goûter est offert."), where.secretary)

    assert proposals.supported_by(proposals.majority) == 400_00
    assert (decision.amount_supporters, decision.amount_voters) == (5, 7)


def test_an_adjourned_file_comes_back_at_one_of_the_two_next_sittings() -> None:
    where = room()
    project = waiting(where.money)
    today = clock.today()
    for days in (10, 20, 30):
        services.plan_sitting(where.committee, Appointment(today + timedelta(days=days), "Ici"), where.secretary)

    def adjourned_to(days: int) -> Proposal:
        return Proposal(Result.ADJOURN, 7, 0, 0, reason="Il manque un devis.", target_on=today + timedelta(days=days))

    for wrong, sentence in ((30, "l'une des deux séances"), (0, "après cette séance")):
        with refused(sentence):
            services.decide(where.sitting, project, adjourned_to(wrong), where.secretary)
    decision = services.decide(where.sitting, project, adjourned_to(20), where.secretary)

    assert decision.target_sitting.held_on == today + timedelta(days=20)


def test_an_adjournment_plans_its_sitting_when_there_is_none_and_never_goes_without() -> None:
    where = room()
    first, second = waiting(where.money), waiting(where.money)
    with refused("Dites à quelle séance"):
        services.decide(where.sitting, first, Proposal(Result.ADJOURN, 7, 0, 0, reason="Devis"), where.secretary)

    services.decide(where.sitting, first, adjourn(votes=(7, 0, 0)), where.secretary)
    services.decide(where.sitting, second, Proposal(Result.ADJOURN, 7, 0, 0, reason="Devis"), where.secretary)

    planned = session().scalars(sa.select(Sitting).where(Sitting.state == "planned")).one()
    targets = session().scalars(sa.select(Decision.target_sitting_id)).all()
    assert set(targets) == {planned.id}
    with pytest.raises(IntegrityError):
        session().execute(sa.update(Decision).values(target_sitting_id=None))


@pytest.mark.parametrize("lost", [{"reason": ""}, {"requested_cents": 599_99}])
def test_the_database_itself_refuses_a_reduction_without_a_reason_or_more_than_asked(lost) -> None:
    where = room()
    project = waiting(where.money)
    services.decide(where.sitting, project, grant(400_00, reason="Le goûter est offert."), where.secretary)
    if "requested_cents" in lost:
        lost = {"amount_cents": 600_01}

    with pytest.raises(IntegrityError):
        session().execute(sa.update(Decision).values(**lost))


def test_the_database_itself_refuses_a_refusal_without_a_reason() -> None:
    where = room()
    services.decide(where.sitting, waiting(where.money), refuse(), where.secretary)

    with pytest.raises(IntegrityError):
        session().execute(sa.update(Decision).values(reason=""))
