"""Asking on screen, without JavaScript: the tablet, one's own phone, the telephone, paper, levels and lessons."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app import clock
from app.accounts.models import Person, Scope
from app.db import session
from app.evaluation.models import SurveyAnswer, SurveyBatch, SurveyValue
from app.evaluation.services import batches, surveys
from app.steps.actor import Actor
from tests import make
from tests.evaluation.panel import finished, judged, seated
from tests.evaluation.test_surveys import ASKED, answer, number_of, opened
from tests.pdf import is_tagged, text_of
from tests.queries import counted
from tests.sessions import sign_in

pytestmark = pytest.mark.usefixtures("app")


def enter(client: FlaskClient, actor: Actor) -> None:
    sign_in(client, session().get(Person, actor.person_id))


def hidden(page: str) -> dict[str, str]:
    """Return the hidden fields of a form, as a browser would send them."""
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))


def test_a_tablet_without_scripts_goes_one_question_at_a_time_and_stores_once(client: FlaskClient) -> None:
    survey, point, _juror = opened()
    address, (faces, _scale, _free) = f"/answer/{point.code}/kiosk", survey.questions
    page = client.get(address).text
    sent = hidden(page)
    for _turn in survey.questions:
        sent |= {f"q{faces.id}": "3", "go": "next"}
        page = client.post(address, data=sent).text
        sent |= hidden(page)

    done = client.post(address, data=sent)
    again = client.post(address, data=sent)

    assert (done.status_code, again.status_code) == (303, 303)
    assert done.location == f"/answer/{point.code}/kiosk/thanks"
    assert session().scalars(sa.select(SurveyValue.value)).all() == [3]
    assert "60; url=" in client.get(done.location).headers["Refresh"]


def test_a_tablet_left_alone_forgets_what_was_on_it(client: FlaskClient) -> None:
    survey, point, _juror = opened()
    sent = hidden(client.get(f"/answer/{point.code}/kiosk").text) | {"at": "3", f"q{survey.questions[0].id}": "1"}

    with clock.told(clock.now() + timedelta(seconds=61)):
        answer_ = client.post(f"/answer/{point.code}/kiosk", data=sent)

    assert answer_.status_code == 303
    assert number_of(SurveyAnswer) == 0


def test_a_device_that_was_offline_sends_in_nobodys_name_and_hears_a_refusal(client: FlaskClient) -> None:
    survey, point, juror = opened()
    sent = {"kept_id": "abc", "at": "0", f"q{survey.questions[0].id}": "2"}

    stored = client.post(f"/answer/{point.code}/kiosk", data=sent, headers={"X-Kept": "abc"})
    again = client.post(f"/answer/{point.code}/kiosk", data=sent, headers={"X-Kept": "abc"})
    surveys.close_survey(survey.id, juror)
    late = client.post(f"/answer/{point.code}/kiosk", data=sent | {"kept_id": "d"}, headers={"X-Kept": "d"})

    assert (stored.status_code, again.status_code, late.status_code) == (200, 200, 422)
    assert late.get_json()["sentence"] == "Ce questionnaire ne prend plus de réponses."
    assert number_of(SurveyAnswer) == 1


def test_an_answer_kept_for_questions_that_changed_since_is_not_read_as_one_to_the_new_ones(
    client: FlaskClient,
) -> None:
    survey, point, juror = opened()
    sent = hidden(client.get(f"/answer/{point.code}/kiosk").text)
    surveys.prepare_questionnaire(survey.project, [ASKED[1], ASKED[0], ASKED[2]], juror)
    session().expire_all()
    sent |= {f"q{question.id}": "2" for question in survey.questions[:2]}

    kept = client.post(f"/answer/{point.code}/kiosk", data=sent, headers={"X-Kept": "k"})

    assert "Le questionnaire a changé" in kept.get_json()["sentence"]
    assert number_of(SurveyAnswer) == 0


def test_from_the_works_on_those_who_judge_find_their_way_to_the_panel_and_to_its_questions(
    client: FlaskClient,
) -> None:
    project = finished(state="running")
    address = f"/projects/{project.ref}"
    enter(client, make.actor(name="Zoé Passante"))
    passing = client.get(address).text
    enter(client, make.actor("referent"))

    referent = client.get(address).text

    ways = [f"{address}/panel", f"{address}/questionnaire"]
    assert [f'href="{way}"' in passing for way in ways] == [False, False]
    assert [f'href="{way}"' in referent for way in ways] == [True, True]


def test_ones_own_phone_asks_for_the_code_then_says_that_it_has_answered(client: FlaskClient) -> None:
    survey, point, _juror = opened()
    spoken = f"{point.code[:3]}-{point.code[3:]}".lower()

    found = client.post("/answer", data={"survey_code": spoken})
    wrong = client.post("/answer", data={"survey_code": "ZZZZZZ"})
    client.post(found.location, data={"kept_id": "k", "at": "9", f"q{survey.questions[0].id}": "2"})

    assert (found.location, wrong.status_code) == (f"/answer/{point.code}", 422)
    assert "Ce téléphone a déjà répondu." in client.get(found.location).text


def test_an_empty_answer_comes_back_with_what_is_missing(client: FlaskClient) -> None:
    _survey, point, _juror = opened()

    page = client.post(f"/answer/{point.code}", data={"kept_id": "k", "at": "9"})

    assert page.status_code == 422
    assert "Répondez au moins à une question." in page.text


def test_the_panel_prepares_opens_and_reads_its_questionnaire(client: FlaskClient) -> None:
    project = finished()
    enter(client, Actor(seated(project)[0].person_id))
    form = {"closed-0-text": "Un ?", "closed-0-kind": "yes_no", "closed-1-text": "Deux ?", "closed-1-kind": "faces",
            "free-0": "Pourquoi ?"}  # fmt: skip

    raised = client.post(f"/projects/{project.ref}/questionnaire", data=form | {"up": "1"})
    taken = client.post(f"/projects/{project.ref}/questionnaire", data=form | {"take": "1", "ready": "mark"})
    kept = client.post(f"/projects/{project.ref}/questionnaire", data=form)
    client.post(f"{kept.location}/open")

    assert raised.text.index("Deux ?") < raised.text.index("Un ?")
    assert "Sur 10, quelle note" in taken.text
    page = client.get(kept.location).text
    assert "Ouvert aux réponses" in page
    assert "Tablette, papier, téléphone" in page


def test_somebody_of_another_city_neither_follows_nor_keys(client: FlaskClient) -> None:
    survey, point, _juror = opened()
    batch = batches.print_batch(point, 5, make.actor("helper"))
    elsewhere = make.commune("Saint-Pierre-des-Corps", "37233")
    stranger = make.person("Sam Ailleurs")
    for role in ("referent", "helper", "facilitator"):
        make.role(stranger, role, Scope.COMMUNE, elsewhere.id)
    sign_in(client, stranger)

    asked = [f"/surveys/{survey.id}", f"/surveys/points/{point.code}", f"/surveys/batches/{batch.serial}",
             f"/surveys/batches/{batch.serial}.pdf", f"/surveys/points/{point.code}/call"]  # fmt: skip
    seen = [client.get(address).status_code for address in asked]
    closed = client.post(f"/surveys/{survey.id}/close").status_code

    assert seen == [404] * len(asked)
    assert (closed, survey.closed_at) == (404, None)


def test_a_helper_keys_a_call_and_a_sheet_of_paper(client: FlaskClient) -> None:
    survey, point, _juror = opened()
    enter(client, make.actor("helper"))
    faces = f"q{survey.questions[0].id}"
    client.post(f"/surveys/points/{point.code}/call", data={"kept_id": "c", "at": "9", faces: "3"})
    made = client.post(f"/surveys/points/{point.code}/batches", data={"sheets": "12"})
    client.post(made.location, data={"returned": "1", "count": "1"})

    client.post(f"{made.location}/key", data={"kept_id": "p", "go": "last", faces: "1"})
    client.post(made.location, data={"close": "1", "reason": ""})

    channels = sorted(session().scalars(sa.select(SurveyAnswer.channel)))
    assert channels == ["paper", "phone"]
    assert session().scalars(sa.select(SurveyBatch)).one().closed_at is not None


def test_the_printed_sheet_asks_the_same_questions_under_its_number(client: FlaskClient) -> None:
    survey, point, _juror = opened()
    helper = make.actor("helper")
    batch = batches.print_batch(point, 5, helper)
    enter(client, helper)

    sheet = client.get(f"/surveys/batches/{batch.serial}.pdf").data
    poster = client.get(f"/surveys/points/{point.code}/poster.pdf").data

    words = " ".join(text_of(sheet).split())
    assert all(" ".join(question.text.split()) in words for question in survey.questions)
    assert f"{batch.serial[:3]}-{batch.serial[3:]}" in words
    assert is_tagged(sheet)
    assert is_tagged(poster)
    assert f"{point.code[:3]}-{point.code[3:]}" in text_of(poster)


def test_results_are_read_by_everybody_once_over(client: FlaskClient) -> None:
    survey, point, juror = opened()
    address = f"/projects/{survey.project.ref}/results"
    for number in range(6):
        answer(point, key=str(number), text="Merci à Jean")
    before = client.get(address).status_code

    surveys.close_survey(survey.id, juror)

    page = client.get(address)
    assert (before, page.status_code) == (404, 200)
    assert "Merci à Jean" not in page.text
    with counted() as sent:
        client.get(address)
    assert len([it for it in sent if it != "BEGIN"]) <= 8, "\n\n".join(sent)


def test_the_carrier_promises_and_everybody_reads_the_gap(client: FlaskClient) -> None:
    carrier = make.actor()
    project = make.project(carrier, published_at=clock.now())
    visitor = client.post(f"/projects/{project.ref}/levels", data={"promise": "1", "codesign": "4"})
    enter(client, carrier)

    client.post(f"/projects/{project.ref}/levels", data={"promise": "1", "codesign": "4"})

    assert visitor.status_code == 302
    page = client.get(f"/projects/{project.ref}/levels").text
    assert "construire ensemble" in page


def test_lessons_are_found_by_words_and_suggested_to_a_similar_idea(client: FlaskClient) -> None:
    project = finished()
    juror = seated(project)[0]
    judged(project, Actor(juror.person_id), to_redo="Prévoir un point d'eau pour arroser.")
    carrier = make.actor(name="Zoé Neuve")
    draft = make.project(carrier, title="Des jardins en bas de chez nous", summary="Planter des fleurs.")

    found = client.get("/lessons", query_string={"q": "points d'eau"}).text
    other = client.get("/lessons", query_string={"q": "théâtre"}).text
    typing = {"HX-Request": "true"}
    near = client.post("/lessons/similar", data={"title": "Un jardin partagé"}, headers=typing).text
    enter(client, carrier)
    review = client.get(f"/projects/{draft.ref}/edit/review").text

    assert "Prévoir un point d&#39;eau" in found
    assert "Prévoir" not in other
    assert "Prévoir un point d&#39;eau" in near
    assert "Prévoir un point d&#39;eau" in review
    assert client.post("/lessons/similar", data={"title": "Le"}, headers=typing).text.strip() == ""


def test_the_metropolis_holds_a_wave_on_screen_and_its_figures_wait_for_its_end(client: FlaskClient) -> None:
    place = make.neighbourhood()
    enter(client, make.actor("metro_admin"))
    form = {"name": "Confiance 2026", "starts_on": "2026-05-01", "ends_on": "2026-06-01", "sample": "all",
            "places": str(place.id)}  # fmt: skip

    backwards = client.post("/trust/new", data=form | {"ends_on": "2026-04-01"})
    held = client.post("/trust/new", data=form)

    assert backwards.status_code == 422
    assert "La fin vient avant le début" in backwards.text
    survey_id = held.location.rsplit("/", 1)[-1]
    assert client.get(f"/trust/{survey_id}").status_code == 404
    client.post(f"{held.location}/close")
    assert "Trop peu de réponses" in client.get(f"/trust/{survey_id}").text
