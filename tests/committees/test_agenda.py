"""The agenda: ready in time or next time, the team told the day; the chair's waiver; where no sitting is planned."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.committees import agendas, services
from app.committees.deliberation import CommitteeRefused
from app.committees.services import Appointment
from app.db import session
from app.mail import Message
from app.steps.models import Step
from tests import make
from tests.committees.room import room, waiting

pytestmark = pytest.mark.usefixtures("app")


def in_days(days: int):
    return clock.today() + timedelta(days=days)


def planned(where, secretary, *days: int):
    return [services.plan_sitting(where, Appointment(in_days(day), "Centre social"), secretary) for day in days]


def committee(**rules):
    return make.committee(make.fund(**{"deposit_lead_days": 15, **rules})), make.actor("committee_secretary")


def sitting_of(project):
    item = agendas.coming_item(project)
    return item and item.sitting


def told(word: str) -> list[str]:
    return [text for text in session().scalars(sa.select(Message.body).order_by(Message.id)) if word in text]


def test_a_file_ready_before_the_limit_is_on_the_agenda_and_a_late_one_on_the_next() -> None:
    where, secretary = committee()
    soon, later = planned(where, secretary, 15, 40)

    in_time = waiting(where.fund)
    with clock.told(clock.now() + timedelta(days=1)):
        late = waiting(where.fund)

    assert (sitting_of(in_time), sitting_of(late)) == (soon, later)
    assert len(told(f"passe en comité le {soon.held_on.day}")) == 1
    assert len(told(f"passe en comité le {later.held_on.day}")) == 1


def test_the_history_of_a_project_says_which_sitting_examines_it() -> None:
    where, secretary = committee()
    planned(where, secretary, 20)

    project = waiting(where.fund)

    step = session().scalars(sa.select(Step).filter_by(subject_id=project.id, action="on_agenda")).one()
    assert "18 h, Centre social" in step.note.replace("\N{NO-BREAK SPACE}", " ")


def test_where_no_sitting_can_take_it_the_team_is_told_and_the_secretariat_alerted() -> None:
    where, _secretary = committee()

    project = waiting(where.fund)

    assert sitting_of(project) is None
    assert len(told("Aucune séance n'est encore prévue")) == 1
    assert len(told("Prévoyez une séance")) == 1


def test_planning_a_sitting_takes_the_files_that_waited_for_one() -> None:
    where, secretary = committee()
    project = waiting(where.fund)

    (sitting,) = planned(where, secretary, 20)

    assert sitting_of(project) == sitting


def test_a_sitting_that_never_opened_keeps_no_file() -> None:
    where, secretary = committee()
    planned(where, secretary, 20)
    project = waiting(where.fund)

    with clock.told(clock.now() + timedelta(days=21)):
        without_a_day = sitting_of(project)
        (next_one,) = planned(where, secretary, 30)
        placed = sitting_of(project)

    assert (without_a_day, placed) == (None, next_one)


def test_the_chair_accepts_a_late_file_for_a_reason() -> None:
    where, secretary = committee()
    soon, _later = planned(where, secretary, 5, 30)
    project = waiting(where.fund)

    with pytest.raises(CommitteeRefused, match="pourquoi la présidence"):
        services.admit(soon, project, " ", secretary)
    with pytest.raises(CommitteeRefused, match="Seul le secrétariat"):
        services.admit(soon, project, "La fête est avant", make.actor("referent"))
    services.admit(soon, project, "La fête est avant", secretary)

    assert sitting_of(project) == soon
    assert [item.waiver_reason for item in agendas.items_of(soon.id)] == ["La fête est avant"]


def test_the_secretariat_gives_the_agenda_another_order() -> None:
    where, secretary = committee()
    (sitting,) = planned(where, secretary, 20)
    first, second = waiting(where.fund), waiting(where.fund)

    services.reorder(sitting, [second.id, first.id], secretary)

    assert [item.project_id for item in agendas.items_of(sitting.id)] == [second.id, first.id]
    with pytest.raises(CommitteeRefused, match="a changé"):
        services.reorder(sitting, [first.id], secretary)


def test_a_cancelled_sitting_sends_its_files_to_the_next_one_and_tells_everybody() -> None:
    where, secretary = committee()
    for _ in range(3):
        make.seat(where)
    soon, later = planned(where, secretary, 16, 30)
    project = waiting(where.fund)
    services.convene(soon, secretary)

    services.cancel(soon, "La salle est fermée", secretary)

    assert (soon.state, sitting_of(project)) == ("cancelled", later)
    assert len(told("n'aura pas lieu")) == 3
    assert len(told(f"passe en comité le {later.held_on.day}")) == 1


def test_a_postponed_sitting_tells_teams_and_members_and_is_convened_again() -> None:
    where, secretary = committee()
    make.seat(where)
    (sitting,) = planned(where, secretary, 16)
    waiting(where.fund)
    services.convene(sitting, secretary)
    day = in_days(20)

    with pytest.raises(CommitteeRefused, match="pourquoi"):
        services.postpone(sitting, Appointment(day, "Gymnase"), "", secretary)
    services.postpone(sitting, Appointment(day, "Gymnase"), "La salle est prise", secretary)

    assert (sitting.state, sitting.held_on, sitting.convened_at) == ("planned", day, None)
    assert len(told("change de date")) == 1
    assert len(told(f"passe en comité le {day.day}")) == 1
    services.convene(sitting, secretary)


def test_what_a_sitting_did_not_decide_goes_to_the_next_one() -> None:
    there = room(deposit_lead_days=0)
    project = waiting(there.money)
    (later,) = planned(there.committee, there.secretary, 28)

    services.close_sitting(there.sitting, there.secretary)

    assert sitting_of(project) == later
