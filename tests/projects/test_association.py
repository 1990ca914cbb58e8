"""No stage is left without residents, or without a reason that everybody reads."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.db import session, transaction
from app.projects.guards import residents_at_origin, residents_in_codesign, residents_in_delivery
from app.projects.models import Involvement, NoInvolvement, Project
from app.projects.policy import NotAllowed
from app.projects.services.association import explain_no_involvement
from tests import make
from tests.projects.placing import project_in
from tests.workflows.build import FOLDER, shipped

pytestmark = pytest.mark.usefixtures("app")
WHY = "Le chantier est sous la ligne électrique : personne ne peut entrer."


@transaction()
def alone(project: Project) -> Project:
    """Forget every resident of a project."""
    session().execute(sa.delete(Involvement).where(Involvement.project_id == project.id))
    session().expire(project)
    return project


def test_each_stage_asks_for_residents_or_a_reason() -> None:
    carrier = make.actor()
    project = alone(project_in("running", carrier))
    guards = {
        "proposal": residents_at_origin,
        "codesign": residents_in_codesign,
        "implementation": residents_in_delivery,
    }
    before = [guard(project) is None for guard in guards.values()]

    for stage in guards:
        explain_no_involvement(project.id, stage, WHY, carrier)

    assert before == [False, False, False]
    assert [guard(project) for guard in guards.values()] == [None, None, None]


def test_nobody_reaches_the_verdict_without_residents_in_the_works() -> None:
    definition = shipped(FOLDER / "micro-grant.v2.toml")

    ways = [action for state in ("reporting",) for action in definition.states[state].actions.values()]

    assert all("residents_in_delivery" in action.requires for action in ways)


def test_the_reason_is_read_by_everybody_on_the_page_of_the_project(browse) -> None:
    carrier = make.actor()
    project = alone(project_in("codesign", carrier))

    blank = browse(carrier).post(f"/projects/{project.ref}/association", data={"stage": "codesign", "reason": " "})
    browse(carrier).post(f"/projects/{project.ref}/association", data={"stage": "codesign", "reason": WHY})

    page = browse(None).get(f"/projects/{project.ref}").text
    assert blank.status_code == 422
    assert page.count(WHY) >= 2
    assert "Pendant la construction" in page


def test_a_reason_cannot_hide_residents_nor_a_stage_to_come() -> None:
    carrier = make.actor()
    project = project_in("codesign", carrier)

    for stage in ("proposal", "implementation"):
        with pytest.raises(NotAllowed):
            explain_no_involvement(project.id, stage, WHY, carrier)

    assert session().scalar(sa.select(NoInvolvement)) is None


def test_somebody_else_explains_nothing(browse) -> None:
    project = alone(project_in("codesign"))

    answer = browse(make.actor()).post(
        f"/projects/{project.ref}/association", data={"stage": "codesign", "reason": WHY}
    )

    assert answer.status_code == 403
