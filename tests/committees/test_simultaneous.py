"""Many decisions at once: the envelope gives what it holds, and no more."""

from concurrent.futures import ThreadPoolExecutor

from flask import Flask

from app.committees import services
from app.committees.deliberation import CommitteeRefused
from app.committees.models import Sitting
from app.committees.queries import envelope_left
from app.db import db, session
from app.funds.proof import faults
from app.projects.models import Project
from tests.committees.room import grant, room, waiting


def test_ten_decisions_at_once_on_an_envelope_for_three_grant_three(app: Flask) -> None:
    where = room(cents=1_800_00)
    projects = [waiting(where.money).id for _ in range(10)]
    sitting_id, secretary = where.sitting.id, where.secretary
    session().rollback()

    def decide(project_id: int) -> str:
        with app.app_context():
            try:
                sitting, project = session().get(Sitting, sitting_id), session().get(Project, project_id)
                services.decide(sitting, project, grant(), secretary)
            except CommitteeRefused as refused:
                return str(refused)
            finally:
                db.session.remove()
            return "granted"

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(decide, projects))

    assert answers.count("granted") == 3
    assert all("L'enveloppe ne suffit pas" in answer for answer in answers if answer != "granted")
    assert envelope_left(where.money.id).left == 0
    assert session().query(Project).filter_by(state="granted").count() == 3
    assert list(faults()) == []


def test_two_people_deciding_on_one_project_at_once_decide_once(app: Flask) -> None:
    where = room()
    project_id, sitting_id, secretary = waiting(where.money).id, where.sitting.id, where.secretary
    session().rollback()

    def decide(_: int) -> bool:
        with app.app_context():
            try:
                sitting, project = session().get(Sitting, sitting_id), session().get(Project, project_id)
                services.decide(sitting, project, grant(), secretary)
            except CommitteeRefused:
                return False
            finally:
                db.session.remove()
            return True

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(decide, range(2)))

    assert sorted(answers) == [False, True]
    assert envelope_left(where.money.id).left == 9_400_00
