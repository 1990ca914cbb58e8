"""Time passes: what a state says of its deadline happens by itself, once, as the system."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.db import session
from app.steps import services as steps
from app.steps.models import Step
from tests import make

pytestmark = pytest.mark.usefixtures("app")


def test_a_forgotten_draft_lapses_after_its_deadline_and_says_that_nobody_did_it() -> None:
    project = make.project()

    with clock.told(clock.now() + timedelta(days=61)):
        moved = steps.tick()

    last = session().scalars(sa.select(Step).order_by(Step.number.desc())).first()
    assert moved == 1
    assert (project.state, project.is_open, project.due_at) == ("lapsed", False, None)
    assert last is not None
    assert (last.action, last.actor_id) == ("lapse", None)


def test_nothing_moves_before_the_deadline_nor_twice_after() -> None:
    make.project()

    assert steps.tick() == 0
    with clock.told(clock.now() + timedelta(days=61)):
        assert [steps.tick(), steps.tick()] == [1, 0]


def test_a_late_answer_of_the_referent_stays_late_and_moves_nothing() -> None:
    make.fund()
    carrier = make.actor()
    project = make.project(carrier)
    steps.perform(project, "submit", carrier)

    with clock.told(clock.now() + timedelta(days=300)):
        moved = steps.tick()

    assert moved == 0
    assert project.state == "submitted"
