"""Forming a panel: residents only, at least three, and someone from outside the team."""

import pytest
import sqlalchemy as sa

from app import mail
from app.db import session
from app.evaluation import services
from app.evaluation.models import Formation, PanelMember
from app.evaluation.queries import standing, verdicts_awaited
from app.evaluation.services import EvaluationRefused, Juror
from app.steps.models import Step
from tests import make
from tests.evaluation.panel import finished, neighbours, seated

pytestmark = pytest.mark.usefixtures("app")


def refusal(project, jurors, actor=None) -> str:
    with pytest.raises(EvaluationRefused) as refused:
        services.form_panel(project, Formation.VOLUNTEERS, jurors, actor or make.actor("referent"))
    assert session().scalar(sa.select(sa.func.count()).select_from(PanelMember)) == 0
    return str(refused.value)


def test_a_referent_forms_a_panel_and_the_timeline_says_so() -> None:
    project = finished()

    seated(project)

    assert len(standing(project).members) == 3
    assert session().scalars(sa.select(Step.action).order_by(Step.number.desc())).first() == "panel_formed"


def test_a_carrier_may_form_the_panel_and_sit_on_it_with_neighbours() -> None:
    carrier, neighbour = make.actor(), make.actor(name="Fatou Ndiaye")
    project = finished(carrier)
    jurors = [Juror("Amina Diallo", carrier.person_id), Juror("Fatou Ndiaye", neighbour.person_id), Juror("Ali Ben")]

    services.form_panel(project, Formation.NEIGHBOURS, jurors, carrier)

    assert standing(project).person_ids == {carrier.person_id, neighbour.person_id}
    assert standing(project).judges(project) == {neighbour.person_id}


@pytest.mark.parametrize("role", ["", "gestionnaire", "committee_secretary"])
def test_nobody_else_forms_it(role) -> None:
    actor = make.actor(role) if role else make.actor()

    assert "Seule l'équipe" in refusal(finished(), neighbours(), actor)


def test_two_residents_are_not_a_panel() -> None:
    assert "Il manque 1 personne" in refusal(finished(), neighbours(2))


@pytest.mark.parametrize("role", ["referent", "finance", "answerer", "metro_admin", "committee_secretary"])
def test_someone_who_works_for_an_institution_cannot_sit(role) -> None:
    staff = make.actor(role, name="Claire Martin")

    message = refusal(finished(), [*neighbours(), Juror("Claire Martin", staff.person_id)])

    assert "Claire Martin travaille pour une institution" in message


def test_the_team_alone_cannot_judge_itself() -> None:
    carrier = make.actor()
    team = [Juror("Amina Diallo", carrier.person_id), Juror("bruno  PETIT"), Juror("Chantal Roux")]

    assert "en dehors de l'équipe" in refusal(finished(carrier), team)


def test_nobody_sits_twice() -> None:
    first, second, _ = neighbours()

    assert "deux fois" in refusal(finished(), [first, second, Juror("VOISINE 1")])


def test_a_team_names_a_neighbour_whom_we_can_reach_and_a_referent_vouches_for_the_others() -> None:
    carrier = make.actor()
    project = finished(carrier)
    strangers = [Juror("Amina Diallo", carrier.person_id), Juror("Ali Ben"), Juror("Zoé Petit")]

    assert "au moins une personne inscrite" in refusal(project, strangers, carrier)
    seated(project, strangers)

    assert len(standing(project).neighbours(project)) == 2


def test_the_team_changes_its_judges_no_more_once_they_are_at_work() -> None:
    carrier = make.actor()
    project = finished(carrier, state="running")
    first, *others = neighbours(4)
    services.form_panel(project, Formation.NEIGHBOURS, [first, *others[:2]], carrier)
    services.form_panel(project, Formation.NEIGHBOURS, others, carrier)

    make.put(project, "evaluation")

    with pytest.raises(EvaluationRefused, match="Seule la personne référente peut le changer"):
        services.form_panel(project, Formation.NEIGHBOURS, [first, *others[:2]], carrier)
    assert {member.name for member in standing(project).members} == {juror.name for juror in others}


def test_a_referent_who_changes_a_panel_at_work_says_why_in_public_and_tells_whom_it_loses() -> None:
    project = finished()
    lost = seated(project)[0]
    others = neighbours(5)[2:]

    with pytest.raises(EvaluationRefused, match="Dites pourquoi"):
        services.form_panel(project, Formation.VOLUNTEERS, others, make.actor("referent"))
    services.form_panel(project, Formation.VOLUNTEERS, others, make.actor("referent"), "Trois ont déménagé.")

    step = session().scalars(sa.select(Step).filter_by(action="panel_changed")).one()
    told = sa.select(mail.Message.body).filter_by(person_id=lost.person_id).order_by(mail.Message.id.desc())
    assert (step.note, step.is_public) == ("Trois ont déménagé.", True)
    assert "Trois ont déménagé." in (session().scalars(told).first() or "")


def test_a_panel_is_formed_from_the_works_on() -> None:
    project = finished(state="running")
    project_before = finished(state="granted")

    seated(project)

    assert len(standing(project).members) == 3
    with pytest.raises(EvaluationRefused):
        seated(project_before)


def test_a_panel_can_be_formed_anew() -> None:
    project = finished()
    seated(project)
    others = [Juror("Fatou Ndiaye", make.person("Fatou Ndiaye").id), Juror("Ali Ben"), Juror("Zoé Petit"), Juror("Luc")]

    services.form_panel(project, Formation.VOLUNTEERS, others, make.actor("referent"), "Deux ne peuvent plus venir.")

    assert [member.name for member in standing(project).members] == ["Fatou Ndiaye", "Ali Ben", "Zoé Petit", "Luc"]


def test_members_see_the_verdicts_they_are_expected_to_give() -> None:
    project = finished()
    juror = seated(project)[0]
    seated(finished(state="running"))

    assert verdicts_awaited(juror.person_id or 0) == [project]
    assert verdicts_awaited(make.person().id) == []
