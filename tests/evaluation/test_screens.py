"""The evaluation's screens, without JavaScript: the panel, its verdict, the sheet of paper."""

from html import unescape

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.db import session
from app.evaluation.models import QuestionKind
from app.evaluation.queries import PANEL_STATES, standing
from app.evaluation.services import surveys
from app.evaluation.services.surveys import Asked
from app.evaluation.wording import HAPPENED, LADDER, QUESTIONS
from app.projects.models import Project
from app.projects.panels import panels_of
from app.steps.actor import Actor
from tests import make
from tests.evaluation.panel import finished, judged, seated
from tests.queries import counted
from tests.sessions import sign_in

pytestmark = pytest.mark.usefixtures("app")


def enter(client: FlaskClient, person_id: int | None) -> None:
    sign_in(client, session().get(Person, person_id))


def text_of(response) -> str:
    return " ".join(unescape(response.get_data(as_text=True)).replace("\u00a0", " ").replace("\u202f", " ").split())


def panel(*names: str, contact: str = "") -> dict[str, str]:
    rows = {f"others-{n}-name": name for n, name in enumerate(names)}
    return {"formation": "volunteers", "no_staff": "y", "others-0-contact": contact} | rows


def said(project: Project, **fields: str) -> dict[str, object]:
    return {
        "present": [str(member.id) for member in standing(project).members],
        "happened": "yes",
        "what_happened": "Le jardin existe.",
        "for_whom": "Quarante familles.",
        "changed_by_residents": "Des bacs surélevés.",
        "to_redo": "",
        "level_origin": "6",
        "level_codesign": "4",
        "level_implementation": "3",
    } | fields


def test_a_referent_forms_the_panel_with_someone_known_by_telephone(client: FlaskClient) -> None:
    project = finished()
    neighbour = make.person("Fatou Ndiaye", phone="+33612345678")
    enter(client, make.actor("referent").person_id)

    response = client.post(
        f"/projects/{project.ref}/panel", data=panel("Fatou Ndiaye", "Ali Ben", "Zoé Petit", contact="06 12 34 56 78")
    )

    assert response.status_code == 303
    assert standing(project).person_ids == {neighbour.id}


def test_a_refused_panel_keeps_the_names_and_says_what_is_missing(client: FlaskClient) -> None:
    project = finished()
    enter(client, make.actor("referent").person_id)

    response = client.post(f"/projects/{project.ref}/panel", data=panel("Fatou Ndiaye", "Ali Ben"))

    assert response.status_code == 422
    assert "Il manque 1 personne" in text_of(response)
    assert 'value="Fatou Ndiaye"' in response.get_data(as_text=True)


def test_the_panel_is_declared_free_of_staff(client: FlaskClient) -> None:
    project = finished()
    enter(client, make.actor("referent").person_id)

    response = client.post(f"/projects/{project.ref}/panel", data=panel("A", "B", "C") | {"no_staff": ""})

    assert "Confirmez que le panel ne compte que des habitants et habitantes." in text_of(response)


def test_a_row_is_added_and_nothing_typed_is_lost(client: FlaskClient) -> None:
    project = finished()
    enter(client, make.actor("referent").person_id)

    response = client.post(f"/projects/{project.ref}/panel", data=panel("Fatou", "Ali", "Zoé") | {"more": "1"})

    page = response.get_data(as_text=True)
    assert 'name="others-3-name"' in page
    assert 'value="Zoé"' in page


def test_changing_the_panel_keeps_who_is_known(client: FlaskClient) -> None:
    project = finished()
    jurors = seated(project)
    enter(client, make.actor("referent").person_id)

    client.post(
        f"/projects/{project.ref}/panel",
        data=panel(*(juror.name for juror in jurors), "Luc Martin") | {"reason": "Un voisin en plus."},
    )

    assert len(standing(project).members) == 4
    assert standing(project).person_ids == {juror.person_id for juror in jurors}


@pytest.mark.parametrize("role", ["", "gestionnaire", "committee_secretary"])
def test_nobody_else_opens_the_form_of_the_panel(client: FlaskClient, role) -> None:
    project = finished()
    enter(client, (make.actor(role) if role else make.actor()).person_id)

    assert client.get(f"/projects/{project.ref}/panel").status_code == 403


def test_a_member_publishes_the_verdict(client: FlaskClient) -> None:
    project = finished()
    enter(client, seated(project)[0].person_id)

    response = client.post(f"/projects/{project.ref}/verdict", data=said(project))

    assert response.status_code == 303
    assert project.state == "closed"


def test_an_unfinished_verdict_keeps_what_was_said(client: FlaskClient) -> None:
    project = finished()
    enter(client, seated(project)[0].person_id)

    response = client.post(
        f"/projects/{project.ref}/verdict", data=said(project, for_whom="", what_happened="Une <fête>")
    )

    assert response.status_code == 422
    assert "Dites à qui le projet a servi." in text_of(response)
    assert "Une &lt;fête&gt;" in response.get_data(as_text=True)
    assert project.state == "evaluation"


@pytest.mark.parametrize("role", ["", "referent", "metro_admin"])
def test_whoever_is_not_on_the_panel_reads_why_and_sends_nothing(client: FlaskClient, role) -> None:
    project = finished()
    seated(project)
    enter(client, (make.actor(role) if role else make.actor()).person_id)

    page = text_of(client.get(f"/projects/{project.ref}/verdict"))

    assert "Seule une personne du panel peut donner cet avis" in page
    assert client.post(f"/projects/{project.ref}/verdict", data=said(project)).status_code == 403
    assert project.state == "evaluation"


def test_a_referent_without_a_panel_is_led_to_form_it(client: FlaskClient) -> None:
    project = finished()
    enter(client, make.actor("referent").person_id)

    assert f'href="/projects/{project.ref}/panel"' in client.get(f"/projects/{project.ref}/verdict").get_data(
        as_text=True
    )


def test_the_sheet_of_paper_asks_the_same_questions(client: FlaskClient) -> None:
    project = finished()
    enter(client, make.actor().person_id)

    page = text_of(client.get(f"/projects/{project.ref}/verdict/paper"))

    for words in (QUESTIONS, HAPPENED, LADDER):
        for sentence in words.values():
            assert str(sentence).replace("\u00a0", " ").replace("\u202f", " ") in page


def test_a_closed_project_shows_its_verdict_first() -> None:
    project = finished()
    juror = seated(project)[0]
    judged(project, Actor(juror.person_id))

    titles = [panel.title for panel in panels_of(project, None)]

    assert titles[0] == "L'avis des habitants et habitantes"


def test_the_screens_cost_few_queries(client: FlaskClient) -> None:
    project = finished()
    juror = seated(project)[0]
    enter(client, juror.person_id)

    for page in ("verdict", "verdict/paper"):
        with counted() as sent:
            client.get(f"/projects/{project.ref}/{page}")
        assert len([it for it in sent if it != "BEGIN"]) <= 8, "\n\n".join(sent)


def test_a_panel_member_finds_the_verdict_awaited_among_what_they_must_do(client: FlaskClient) -> None:
    project = finished()
    enter(client, seated(project)[0].person_id)

    with counted() as sent:
        page = text_of(client.get("/me"))

    assert "Vous avez 1 chose à faire" in page
    assert "Vous êtes dans le panel. Dites ce qu'a donné ce projet." in page
    assert f'href="/projects/{project.ref}/verdict"' in page
    assert len([it for it in sent if it != "BEGIN"]) <= 8, "\n\n".join(sent)


def test_once_the_verdict_is_given_nothing_more_is_awaited(client: FlaskClient) -> None:
    project = finished()
    juror = seated(project)[0]
    judged(project, Actor(juror.person_id))
    enter(client, juror.person_id)

    assert f"/projects/{project.ref}/verdict" not in client.get("/me").get_data(as_text=True)


def test_the_panel_stands_on_the_page_from_the_works_on_and_costs_no_query(client: FlaskClient) -> None:
    carrier = make.actor()
    project = finished(carrier)
    juror = Actor(seated(project)[0].person_id)
    asked = [Asked(QuestionKind.YES_NO, "Content ?"), Asked(QuestionKind.FREE, "Pourquoi ?")]
    surveys.open_survey(surveys.prepare_questionnaire(project, asked, juror).id, juror)
    readers = {"carrier": carrier, "juror": juror, "referent": make.actor("referent"), "helper": make.actor("helper")}
    address, costs, silent = f"/projects/{project.ref}", {}, []

    for state in sorted(PANEL_STATES - {"funded"}):
        make.put(project, state)
        for name, reader in readers.items():
            enter(client, reader.person_id)
            with counted() as sent:
                page = client.get(address)
            costs[state, name] = len([it for it in sent if it != "BEGIN"])
            silent += [] if "Le panel d'habitants et d'habitantes" in text_of(page) else [(state, name)]

    assert silent == []
    assert {where: cost for where, cost in costs.items() if cost > 8} == {}
