"""Many decisions at once: the envelope gives what it holds, and no more."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import IntegrityError, OperationalError

from app import clock
from app.committees import services
from app.committees.deliberation import CommitteeRefused
from app.committees.models import Presence, ScheduledFile, Sitting
from app.committees.queries import envelope_left
from app.db import db, open_transaction, session, transaction
from app.funds.proof import faults
from app.projects.models import Project
from tests import make
from tests.committees.room import Room, grant, room, waiting
from tests.make.projects import put

DECISIONS, COVERED = 50, 10


def test_fifty_decisions_at_once_in_two_sittings_on_an_envelope_for_ten_grant_ten(app: Flask) -> None:
    where = room(cents=COVERED * 600_00)
    with open_transaction():
        projects = [waiting(where.money).id for _ in range(DECISIONS)]
    secretary, first = where.secretary, where.sitting.id
    with several_sittings_open():
        second = _second_sitting(where, projects[::2])
        session().rollback()

        def decide(project_id: int) -> str:
            try:
                with app.app_context():
                    sitting = session().get(Sitting, second if project_id in projects[::2] else first)
                    services.decide(sitting, session().get(Project, project_id), grant(), secretary)
            except CommitteeRefused as refused:
                return str(refused)
            except OperationalError:  # SQLite was busy for longer than its patience: sent again, as devices do
                return decide(project_id)
            return "granted"

        with ThreadPoolExecutor(DECISIONS) as pool:
            answers = list(pool.map(decide, projects))

    assert answers.count("granted") == COVERED
    assert all("L'enveloppe ne suffit pas" in answer for answer in answers if answer != "granted")
    assert envelope_left(where.money.id).left == 0
    assert session().query(Project).filter_by(state="granted").count() == COVERED
    assert list(faults()) == []


@contextmanager
def several_sittings_open() -> Iterator[None]:
    """Take away what forbids a second open sitting, to see that the envelope does not depend on it."""
    index = next(one for one in Sitting.__table__.indexes if one.name == "uq_sitting_open")
    session().rollback()
    index.drop(db.engine)
    yield
    session().rollback()
    with db.engine.begin() as connection:
        connection.execute(
            sa.update(Sitting).values(closed_at=sa.func.coalesce(Sitting.opened_at, None), state="closed")
        )
    index.create(db.engine)


@transaction()
def _second_sitting(where: Room, project_ids: list[int]) -> int:
    """Open another sitting of the same fund, with these files on its agenda."""
    held = make.sitting(where.committee)
    held.opened_at = held.roll_called_at = clock.now()
    put(held, "open")
    session().flush()
    session().add_all(Presence(sitting_id=held.id, seat_id=seat.id) for seat in where.seats)
    session().execute(
        sa.update(ScheduledFile).where(ScheduledFile.project_id.in_(project_ids)).values(sitting_id=held.id)
    )
    return held.id


def test_the_database_itself_refuses_a_second_open_sitting(app: Flask) -> None:
    where = room()

    with pytest.raises(IntegrityError):
        _second_sitting(where, [])


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
