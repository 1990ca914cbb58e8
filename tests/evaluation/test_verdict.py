"""The verdict: given by the panel, never by staff, once; without it no project closes."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app import mail
from app.accounts.models import Person
from app.db import open_transaction, session
from app.evaluation import services
from app.evaluation.models import Verdict
from app.evaluation.queries import standing
from app.evaluation.services import EvaluationRefused, Juror, Together
from app.projects.models import Project
from app.steps import services as steps
from app.steps.actor import Actor
from app.steps.models import Step
from tests import make
from tests.evaluation.panel import answers, everybody, finished, judged, seated
from workflows.engine import ActionRefused

pytestmark = pytest.mark.usefixtures("app")


def refusal(project, actor, **fields) -> str:
    with pytest.raises(EvaluationRefused) as refused:
        judged(project, actor, **fields)
    assert project.state != "closed"
    return str(refused.value)


def test_a_member_of_the_panel_closes_the_project() -> None:
    project = finished()
    juror = seated(project)[0]

    verdict = judged(project, Actor(juror.person_id))

    assert (project.state, project.is_open) == ("closed", False)
    assert project.evaluated_at is not None
    assert (verdict.panel_size, verdict.level_origin, verdict.given_by_id) == (3, 6, juror.person_id)


def test_a_helper_writes_the_verdict_for_a_member_and_both_are_in_the_history() -> None:
    project = finished()
    juror = seated(project)[0]
    helper = make.actor("helper")

    verdict = judged(project, Actor(helper.person_id, juror.person_id))

    step = session().scalars(sa.select(Step).filter_by(action="deliver_verdict")).one()
    assert (step.actor_id, step.on_behalf_id) == (helper.person_id, juror.person_id)
    assert verdict.given_by_id == juror.person_id


@pytest.mark.parametrize("role", ["", "referent", "gestionnaire", "committee_secretary", "metro_admin"])
def test_nobody_outside_the_panel_gives_it(role) -> None:
    project = finished()
    seated(project)
    actor = make.actor(role) if role else make.actor()

    assert "ne donne pas l'avis" in (message := refusal(project, actor)) or "Seule une personne du panel" in message


def test_staff_cannot_give_it_while_helping_a_member() -> None:
    project = finished()
    juror = seated(project)[0]
    referent = make.actor("referent")

    assert "institution" in refusal(project, Actor(referent.person_id, juror.person_id))


def test_a_member_hired_by_the_city_since_then_cannot_give_it() -> None:
    project = finished()
    juror = seated(project)[0]
    make.role(session().get(Person, juror.person_id), "referent")

    assert "institution" in refusal(project, Actor(juror.person_id))


def test_a_project_is_not_judged_before_its_accounts_are_settled() -> None:
    project = finished(state="reporting")
    juror = seated(project)[0]

    assert "n'attend pas encore" in refusal(project, Actor(juror.person_id))


def test_a_project_without_a_panel_has_no_verdict() -> None:
    assert "pas encore formé" in refusal(finished(), make.actor())


@pytest.mark.parametrize("field", ["what_happened", "for_whom", "changed_by_residents"])
def test_every_question_has_its_answer(field) -> None:
    project = finished()
    juror = seated(project)[0]

    assert refusal(project, Actor(juror.person_id), **{field: "  "})


def test_a_verdict_is_given_once() -> None:
    project = finished()
    juror = seated(project)[0]
    judged(project, Actor(juror.person_id))

    with pytest.raises(EvaluationRefused, match="déjà donné"):
        judged(project, Actor(juror.person_id))

    assert session().scalar(sa.select(sa.func.count()).select_from(Verdict)) == 1


def test_the_workflow_refuses_to_close_without_a_verdict() -> None:
    project = finished()
    juror = seated(project)[0]

    with pytest.raises(ActionRefused) as refused:
        steps.perform(project, "deliver_verdict", Actor(juror.person_id))

    assert [obstacle.code for obstacle in refused.value.obstacles] == ["residents_evaluated"]


def test_the_database_refuses_a_closed_project_without_its_verdict() -> None:
    project = finished()

    with pytest.raises(IntegrityError), open_transaction():
        session().execute(sa.update(type(project)).where(type(project).id == project.id).values(state="closed"))


def test_a_member_without_account_does_not_give_it_alone() -> None:
    project = finished()
    known = make.actor()
    seated(project, [Juror("Fatou Ndiaye", known.person_id), Juror("Ali Ben"), Juror("Zoé Petit")])

    assert "Seule une personne du panel" in refusal(project, make.actor(name="Ali Ben"))


def small_association() -> tuple[Project, Actor, Actor]:
    """Have a carrier sit on the panel with a neighbour whom we know and another whom we do not."""
    carrier, neighbour = make.actor(), make.actor(name="Fatou Ndiaye")
    project = finished(carrier)
    seated(
        project,
        [Juror("Amina Diallo", carrier.person_id), Juror("Fatou Ndiaye", neighbour.person_id), Juror("Ali Ben")],
    )
    return project, carrier, neighbour


def test_who_carries_a_project_never_gives_its_verdict_not_even_for_a_neighbour() -> None:
    project, carrier, neighbour = small_association()

    for actor in (carrier, Actor(carrier.person_id, neighbour.person_id)):
        assert "L'équipe ne juge pas son projet" in refusal(project, actor)
    judged(project, neighbour)

    assert project.state == "closed"


def test_a_verdict_is_given_by_half_of_the_panel_and_by_nobody_alone() -> None:
    project, _carrier, neighbour = small_association()

    with pytest.raises(EvaluationRefused, match="au moins 2 personnes"):
        services.give_verdict(project, answers(), Together(frozenset()), neighbour)

    assert project.state == "evaluation"


@pytest.mark.parametrize("role", ["helper", "referent"])
def test_a_sheet_is_typed_by_staff_in_their_own_name_and_the_panel_reads_it_back(role) -> None:
    project, _carrier, neighbour = small_association()
    pen = next(member.id for member in standing(project).members if member.name == "Ali Ben")
    typist = make.actor(role)

    verdict = services.give_verdict(project, answers(), everybody(project, pen), typist)

    step = session().scalars(sa.select(Step).filter_by(action="deliver_verdict")).one()
    told = session().scalars(sa.select(mail.Message.body).filter_by(person_id=neighbour.person_id)).all()
    assert (verdict.given_by_id, verdict.keyed_by_id, verdict.present_count) == (None, typist.person_id, 3)
    assert (step.actor_id, project.state) == (typist.person_id, "closed")
    assert any("Ali Ben tenait le stylo" in body and "Dix carrés potagers" in body for body in told)


def test_a_sheet_is_neither_typed_nor_held_by_the_team() -> None:
    project, carrier, _neighbour = small_association()
    seats = {member.name: member.id for member in standing(project).members}

    for typist, pen, why in (
        (carrier, "Ali Ben", "saisit la feuille"),
        (make.actor("helper", name="Amina Diallo"), "Amina Diallo", "stylo"),
        (make.actor(), "Ali Ben", "saisit la feuille"),
    ):
        with pytest.raises(EvaluationRefused, match=why):
            services.give_verdict(project, answers(), everybody(project, seats[pen]), typist)
    assert project.state == "evaluation"
