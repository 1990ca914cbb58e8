"""Moving a subject: all or nothing, and written in the history."""

import pytest
import sqlalchemy as sa

from app.db import session
from app.steps import journal
from app.steps import services as steps
from app.steps.models import Step
from tests import make
from workflows.engine import ActionRefused

pytestmark = pytest.mark.usefixtures("app")


def test_a_complete_draft_is_sent_and_the_history_says_who() -> None:
    make.fund()
    carrier = make.actor()
    project = make.project(carrier)

    step = steps.perform(project, "submit", carrier, note="Voilà")

    assert project.state == "submitted"
    assert (step.number, step.from_state, step.to_state, step.actor_id) == (2, "draft", "submitted", carrier.person_id)
    assert list(journal.faults()) == []


def test_a_refused_action_leaves_no_trace() -> None:
    make.fund()
    project = make.project()
    stranger = make.actor()

    with pytest.raises(ActionRefused) as refused:
        steps.perform(project, "submit", stranger)

    assert [obstacle.kind for obstacle in refused.value.obstacles] == ["role"]
    assert project.state == "draft"
    assert session().scalar(sa.select(sa.func.count()).select_from(Step)) == 1
