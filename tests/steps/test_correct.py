"""Taking a step back: with a reason, by the right person, and both entries stay."""

import pytest
import sqlalchemy as sa

from app.db import session
from app.steps import journal
from app.steps import services as steps
from app.steps.models import Step, StepKind
from tests import make
from workflows.engine import ActionRefused

pytestmark = pytest.mark.usefixtures("app")


def test_a_correction_restores_the_state_and_keeps_both_entries() -> None:
    project, referent = _sent()
    steps.perform(project, "accept", referent)

    steps.correct(project, referent, "Accepté trop vite")

    kinds = session().scalars(sa.select(Step.kind).order_by(Step.number)).all()
    assert project.state == "submitted"
    assert kinds == [StepKind.ACTION, StepKind.ACTION, StepKind.ACTION, StepKind.CORRECTION]
    assert list(journal.faults()) == []


def test_corrections_go_back_step_by_step() -> None:
    project, referent = _sent()
    steps.perform(project, "accept", referent)

    steps.correct(project, referent, "Une fois")
    steps.correct(project, referent, "Deux fois")

    assert project.state == "draft"
    with pytest.raises(ActionRefused):
        steps.correct(project, referent, "Il n'y a plus rien avant")


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_correction_needs_its_reason(reason: str) -> None:
    project, referent = _sent()

    with pytest.raises(ActionRefused) as refused:
        steps.correct(project, referent, reason)

    assert [obstacle.kind for obstacle in refused.value.obstacles] == ["note"]
    assert project.state == "submitted"


def test_a_carrier_cannot_correct() -> None:
    project, _ = _sent()
    neighbour = make.actor()

    with pytest.raises(ActionRefused) as refused:
        steps.correct(project, neighbour, "Je voudrais revenir")

    assert [obstacle.kind for obstacle in refused.value.obstacles] == ["role"]


def test_what_happened_without_moving_the_state_is_not_what_gets_undone() -> None:
    project, referent = _sent()
    steps.record(project, "news", referent, "Une rencontre a eu lieu")

    steps.correct(project, referent, "Envoyé par erreur")

    assert project.state == "draft"


def _sent():
    make.fund()
    carrier, referent = make.actor(), make.actor("referent")
    project = make.project(carrier)
    steps.perform(project, "submit", carrier)
    return project, referent
