"""Sittings: convened, opened with a roll call, joined late, called again, closed."""

from datetime import timedelta

import pytest

from app import clock
from app.committees import files, services
from app.committees.deliberation import CommitteeRefused
from app.committees.models import College, Presence
from app.committees.services import Appointment, Ballot
from app.db import session, transaction
from app.funds.rulebook import VoteMode
from app.steps.actor import Actor
from app.steps.kinds import roles_of
from tests import make
from tests.committees.room import grant, room, waiting

pytestmark = pytest.mark.usefixtures("app")


@transaction()
def _end_in_the_past(seat) -> None:
    seat.from_on = seat.to_on = clock.today() - timedelta(days=1)
    session().flush()


def refused(sentence: str):
    return pytest.raises(CommitteeRefused, match=sentence)


def test_the_secretariat_convenes_a_sitting() -> None:
    where, secretary = make.committee(), make.actor("committee_secretary")

    held = services.plan_sitting(where, Appointment(clock.today(), " Centre social "), secretary)

    assert (held.place, held.opened_at) == ("Centre social", None)


@pytest.mark.parametrize("role", ["", "referent", "gestionnaire"])
def test_nobody_else_convenes_opens_or_closes(role) -> None:
    where = room()
    actor = make.actor(role) if role else make.actor()

    for act in (
        lambda: services.plan_sitting(where.committee, Appointment(clock.today(), "Ici"), actor),
        lambda: services.open_sitting(where.sitting, [], actor),
        lambda: services.set_presence(where.sitting, where.seats[0].id, False, actor),
        lambda: services.close_sitting(where.sitting, actor),
    ):
        with refused("Seul le secrétariat"):
            act()


def test_a_sitting_has_a_day_to_come_and_a_place() -> None:
    where, secretary = make.committee(), make.actor("committee_secretary")

    with refused("un jour à venir"):
        services.plan_sitting(where, Appointment(clock.today() - timedelta(days=1), "Ici"), secretary)
    with refused("où le comité se réunit"):
        services.plan_sitting(where, Appointment(clock.today(), "  "), secretary)


def test_announcing_twice_makes_one_sitting() -> None:
    where, secretary = make.committee(), make.actor("committee_secretary")
    services.plan_sitting(where, Appointment(clock.today(), "Ici"), secretary)

    with refused("déjà prévue"):
        services.plan_sitting(where, Appointment(clock.today(), "Ici"), secretary)


def test_a_sitting_does_not_open_before_its_day() -> None:
    where, secretary = make.committee(), make.actor("committee_secretary")
    make.seat(where)
    held = services.plan_sitting(where, Appointment(clock.today() + timedelta(days=7), "Ici"), secretary)
    services.convene(held, secretary)

    with refused("s'ouvre le"):
        services.open_sitting(held, [], secretary)


def test_a_sitting_opens_once() -> None:
    where = room()

    with refused("déjà été ouverte"):
        services.open_sitting(where.sitting, [], where.secretary)


def test_one_sitting_is_open_at_a_time() -> None:
    where = room()
    other = services.plan_sitting(
        where.committee, Appointment(clock.today() + timedelta(days=1), "Ici"), where.secretary
    )
    services.convene(other, where.secretary)

    with clock.told(clock.now() + timedelta(days=1)), refused("Une autre séance"):
        services.open_sitting(other, [], where.secretary)


def test_a_committee_that_lost_its_majority_of_residents_does_not_sit() -> None:
    where, secretary = make.committee(), make.actor("committee_secretary")
    make.seat(where, to_on=clock.today())
    make.seat(where)
    make.seat(where, College.ASSOCIATION)
    held = services.plan_sitting(where, Appointment(clock.today(), "Ici"), secretary)
    services.convene(held, secretary)
    tomorrow = services.plan_sitting(where, Appointment(clock.today() + timedelta(days=1), "Ici"), secretary)
    _end_in_the_past(where.seats[1])

    with refused("plus de la moitié des voix du comité"):
        services.open_sitting(held, [], secretary)
    with refused("plus de la moitié des voix du comité"):
        services.convene(tomorrow, secretary)


def test_a_member_who_arrives_late_makes_the_quorum() -> None:
    where = room(residents=6, others=0, absent=4)
    project = waiting(where.money)
    before = files.file_of(project, where.sitting).room.has_quorum

    services.set_presence(where.sitting, where.seats[5].id, True, where.secretary)

    assert (before, files.file_of(project, where.sitting).room.has_quorum) == (False, True)


def test_arriving_twice_is_arriving_once() -> None:
    where = room(absent=1)

    for _ in range(2):
        services.set_presence(where.sitting, where.seats[-1].id, True, where.secretary)

    assert session().query(Presence).count() == 7


def test_someone_who_does_not_sit_is_not_present() -> None:
    where = room()

    with refused("ne siège pas"):
        services.set_presence(where.sitting, 9_999, True, where.secretary)


def test_a_second_call_decides_without_quorum() -> None:
    where = room(residents=6, others=2, absent=5)
    project = waiting(where.money)
    later = clock.now() + timedelta(days=3)
    again = services.second_call(where.sitting, Appointment(later.date(), "Centre social"), where.secretary)

    with clock.told(later):
        services.open_sitting(again, [seat.id for seat in where.seats[:2]], where.secretary)
        services.decide(again, project, grant(votes=(2, 0, 0)), where.secretary)

    assert (project.state, again.second_call) == ("granted", True)


def test_a_second_call_still_needs_residents_to_be_the_majority() -> None:
    where = room(residents=6, others=2, absent=5)
    project = waiting(where.money)
    later = clock.now() + timedelta(days=3)
    again = services.second_call(where.sitting, Appointment(later.date(), "Centre social"), where.secretary)

    with clock.told(later):
        services.open_sitting(again, [where.seats[0].id, where.seats[6].id], where.secretary)
        with refused("plus de la moitié des membres qui votent"):
            services.decide(again, project, grant(votes=(2, 0, 0)), where.secretary)


def test_a_second_call_asks_its_quorum_for_a_project_that_came_since() -> None:
    where = room(residents=6, others=2, absent=5)
    waiting(where.money)
    later = clock.now() + timedelta(days=3)
    again = services.second_call(where.sitting, Appointment(later.date(), "Centre social"), where.secretary)

    with clock.told(later):
        newer = waiting(where.money)
        services.open_sitting(again, [seat.id for seat in where.seats[:2]], where.secretary)
        with refused("quorum n'est pas atteint"):
            services.decide(again, newer, grant(votes=(2, 0, 0)), where.secretary)


def test_a_second_call_waits_three_days() -> None:
    where = room(residents=6, others=2, absent=5)
    waiting(where.money)

    with refused("C.est trop tôt"):
        services.second_call(where.sitting, Appointment(clock.today() + timedelta(days=2), "Ici"), where.secretary)


def test_a_second_call_is_not_postponed_to_a_day_too_soon() -> None:
    where = room(residents=6, others=2, absent=5)
    waiting(where.money)
    in_days = [Appointment(clock.today() + timedelta(days=days), "Ici") for days in range(5)]
    again = services.second_call(where.sitting, in_days[4], where.secretary)

    with refused("C.est trop tôt"):
        services.postpone(again, in_days[2], "La salle est prise", where.secretary)

    assert services.postpone(again, in_days[3], "La salle est prise", where.secretary).held_on == in_days[3].held_on


def test_a_sitting_does_not_close_over_a_vote_under_way() -> None:
    where = room(residents=6, others=2, absent=1)
    project = waiting(where.money)
    vote = services.open_vote(where.sitting, project, Ballot(mode=VoteMode.PHONES), where.secretary)
    for seat in where.seats[:5]:
        services.set_presence(where.sitting, seat.id, False, where.secretary)
    later = Appointment(clock.today() + timedelta(days=3), "Ici")

    with refused("Un vote est encore ouvert"):
        services.close_sitting(where.sitting, where.secretary)
    with refused("Un vote est encore ouvert"):
        services.second_call(where.sitting, later, where.secretary)
    services.annul_vote(vote, where.secretary)

    assert services.second_call(where.sitting, later, where.secretary).second_call


def test_there_is_no_second_call_when_the_quorum_is_there() -> None:
    where = room()
    waiting(where.money)

    with refused("quorum est atteint"):
        services.second_call(where.sitting, Appointment(clock.today() + timedelta(days=5), "Ici"), where.secretary)


def test_a_member_steps_aside_alone_and_the_secretariat_for_anyone() -> None:
    where = room()
    project = waiting(where.money)
    first, second = where.seats[:2]

    services.declare_recusal(first, project, "Ma sœur y travaille", Actor(first.person_id))
    services.declare_recusal(second, project, "Voisin du porteur", where.secretary)
    with refused("Seul le membre"):
        services.declare_recusal(where.seats[2], project, "Il est contre", make.actor())

    assert set(files.file_of(project, where.sitting).recused) == {first.id, second.id}


def test_stepping_aside_has_a_reason() -> None:
    where = room()
    project = waiting(where.money)

    with refused("pourquoi"):
        services.declare_recusal(where.seats[0], project, " ", where.secretary)


def test_a_recusal_noted_by_mistake_is_lifted() -> None:
    where = room()
    project = waiting(where.money)
    services.declare_recusal(where.seats[0], project, "Erreur", where.secretary)

    services.lift_recusal(where.seats[0], project, where.secretary)

    assert not files.file_of(project, where.sitting).recused


def test_whoever_sits_today_is_a_member_for_the_projects_of_the_fund() -> None:
    where = room()
    project = waiting(where.money)
    former = make.seat(where.committee, to_on=clock.today() - timedelta(days=1))
    member = Actor(where.seats[0].person_id)

    assert "committee_member" in roles_of(project, member)
    assert "committee_member" not in roles_of(project, Actor(former.person_id))
