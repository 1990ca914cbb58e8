"""A questionnaire: chosen by the panel, frozen by the first answer, counted once, published when it is over."""

from collections import Counter

import pytest
import sqlalchemy as sa

from app import mail, retention
from app.db import session
from app.evaluation import services, survey_queries
from app.evaluation.models import (
    AgeBand,
    AnswerChannel,
    QuestionKind,
    Survey,
    SurveyAnswer,
    SurveyPoint,
    SurveyQuestion,
    SurveyText,
)
from app.evaluation.refusals import EvaluationRefused
from app.evaluation.services import Gathering, batches, surveys
from app.evaluation.services.answering import Given, take_answer
from app.evaluation.services.surveys import Asked
from app.evaluation.survey_queries import result_of
from app.projects.models import Project
from app.steps.actor import Actor
from app.suppression import Few, Hidden
from tests import make
from tests.evaluation.panel import finished, judged, seated

K = QuestionKind
ASKED = [Asked(K.FACES, "Content ?"), Asked(K.SCALE, "Sur dix ?"), Asked(K.FREE, "Pourquoi ?")]


def opened(project: Project | None = None) -> tuple[Survey, SurveyPoint, Actor]:
    project = project or finished()
    juror = Actor(seated(project)[0].person_id)
    survey = surveys.prepare_questionnaire(project, ASKED, juror)
    surveys.open_survey(survey.id, juror)
    point = session().scalars(sa.select(SurveyPoint).filter_by(survey_id=survey.id)).one()
    return survey, point, juror


def answer(point: SurveyPoint, value: int = 3, key: str = "k", text: str = "") -> bool:
    faces, _scale, free = session().scalars(sa.select(SurveyQuestion).order_by(SurveyQuestion.position)).all()
    return take_answer(point, Given({faces.id: value}, {free.id: text}), key, AnswerChannel.KIOSK)


def number_of(model: type) -> int:
    return session().scalar(sa.select(sa.func.count()).select_from(model)) or 0


@pytest.mark.usefixtures("app")
def test_the_panel_chooses_and_changes_its_questions_until_somebody_answers() -> None:
    survey, point, juror = opened()
    surveys.prepare_questionnaire(survey.project, ASKED[::-1][:1] + ASKED[:1], juror)
    assert [one.text for one in survey_queries.survey_of(survey.project).questions] == ["Pourquoi ?", "Content ?"]
    surveys.prepare_questionnaire(survey.project, ASKED, juror)

    answer(point)

    with pytest.raises(EvaluationRefused, match="ne changent plus"):
        surveys.prepare_questionnaire(survey.project, ASKED[1:], juror)


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ([Asked(K.YES_NO, f"Question {n}") for n in range(7)] + ASKED[2:], "une à six"),
        (ASKED[2:], "une à six"),
        (ASKED[:2], "au moins une question libre"),
        ([*ASKED, Asked(K.YES_NO, "CONTENT ?")], "deux fois"),
        ([*ASKED, Asked(K.YES_NO, "  ")], "Écrivez chaque question"),
    ],
)
def test_six_questions_to_tick_at_most_and_a_free_one_at_least(asked, why) -> None:
    project = finished()
    juror = Actor(seated(project)[0].person_id)

    with pytest.raises(EvaluationRefused, match=why):
        surveys.prepare_questionnaire(project, asked, juror)


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("role", ["", "gestionnaire", "helper"])
def test_nobody_else_chooses_the_questions(role) -> None:
    project = finished()
    seated(project)

    with pytest.raises(EvaluationRefused, match="Le panel choisit"):
        surveys.prepare_questionnaire(project, ASKED, make.actor(role) if role else make.actor())


@pytest.mark.usefixtures("app")
def test_an_answer_sent_twice_counts_once_and_says_nothing_of_who_gave_it() -> None:
    _survey, point, _juror = opened()

    stored = [answer(point, key="a", text="Bien"), answer(point, key="a", text="Bien"), answer(point, key="b")]

    assert stored == [True, False, True]
    assert (number_of(SurveyAnswer), number_of(SurveyText)) == (2, 1)
    kept = {column.name for table in (SurveyAnswer, SurveyText) for column in table.__table__.columns}
    assert not any("person" in name or name.endswith(("_at", "_by_id")) for name in kept)


@pytest.mark.usefixtures("app")
def test_age_and_sex_are_never_kept_with_the_answer_to_a_project() -> None:
    _survey, point, _juror = opened()
    question = session().scalars(sa.select(SurveyQuestion).order_by(SurveyQuestion.position)).first()

    take_answer(point, Given({question.id: 1}, age_band=AgeBand.FROM_60), "k", AnswerChannel.PHONE)

    assert session().scalars(sa.select(SurveyAnswer.age_band)).all() == [None]


@pytest.mark.usefixtures("app")
def test_what_is_no_answer_to_these_questions_is_refused() -> None:
    _survey, point, _juror = opened()

    for wrong in (Given(), Given({999: 1}), Given(texts={999: "x"})):
        with pytest.raises(EvaluationRefused):
            take_answer(point, wrong, "k", AnswerChannel.KIOSK)
    with pytest.raises(EvaluationRefused):
        answer(point, value=7)
    assert number_of(SurveyAnswer) == 0


@pytest.mark.usefixtures("app")
def test_results_are_published_only_once_the_questionnaire_is_over() -> None:
    survey, point, juror = opened()
    for number in range(12):
        answer(point, value=3 if number < 7 else 2, key=str(number))
    assert survey_queries.results_of(survey.project) is None

    surveys.close_survey(survey.id, juror)

    found = survey_queries.results_of(survey.project)
    assert (found.answers, found.results[0].counts.total) == (12, 12)
    with pytest.raises(EvaluationRefused, match="ne prend plus"):
        answer(point, key="late")


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ({3: 9, 2: 7, 1: 6}, {3: 9, 2: 7, 1: 6}),
        ({3: 12, 2: 8, 1: 2}, {3: 12, 2: Hidden(), 1: Few()}),
        ({3: 2, 2: 1}, {3: Few(), 2: Few(), 1: Few()}),
    ],
)
def test_few_answers_are_hidden_and_no_subtraction_gives_them_back(counts, told) -> None:
    found = result_of(SurveyQuestion(kind=K.FACES, text="?"), Counter(counts))

    assert dict(found.counts.cells) == told


def test_a_mark_out_of_ten_has_its_mean_from_five_answers_on() -> None:
    question = SurveyQuestion(kind=K.SCALE, text="?")

    assert result_of(question, Counter({4: 2, 8: 2})).mean is None
    assert result_of(question, Counter({4: 2, 8: 3})).mean == pytest.approx(6.4)


@pytest.mark.usefixtures("app")
def test_sheets_are_keyed_until_the_counts_agree() -> None:
    _survey, point, _juror = opened()
    helper = make.actor("helper")
    batch = batches.print_batch(point, 10, helper)
    batches.count_returned(batch, 2, helper)
    question = session().scalars(sa.select(SurveyQuestion).order_by(SurveyQuestion.position)).first()
    take_answer(point, Given({question.id: 3}), "sheet 1", AnswerChannel.PAPER, batch)

    with pytest.raises(EvaluationRefused, match="1 feuilles saisies pour 2"):
        batches.close_batch(batch, "", helper)
    with pytest.raises(EvaluationRefused, match="déjà saisies"):
        batches.count_returned(batch, 0, helper)
    with pytest.raises(EvaluationRefused, match="10 feuilles"):
        batches.count_returned(batch, 11, helper)
    batches.close_batch(batch, "Une feuille est illisible.", helper)

    assert batch.gap_reason == "Une feuille est illisible."
    with pytest.raises(EvaluationRefused, match="terminé"):
        batches.count_returned(batch, 2, helper)


@pytest.mark.usefixtures("app")
def test_no_more_sheets_are_keyed_than_came_back_and_none_once_the_batch_is_over() -> None:
    _survey, point, _juror = opened()
    helper = make.actor("helper")
    batch = batches.print_batch(point, 10, helper)
    given = Given({session().scalars(sa.select(SurveyQuestion).order_by(SurveyQuestion.position)).first().id: 3})
    with pytest.raises(EvaluationRefused, match="Comptez d'abord"):
        take_answer(point, given, "0", AnswerChannel.PAPER, batch)
    batches.count_returned(batch, 2, helper)

    stored = [take_answer(point, given, key, AnswerChannel.PAPER, batch) for key in ("1", "2", "2")]
    with pytest.raises(EvaluationRefused, match="déjà saisies"):
        take_answer(point, given, "3", AnswerChannel.PAPER, batch)
    batches.close_batch(batch, "", helper)
    with pytest.raises(EvaluationRefused, match="terminé"):
        take_answer(point, given, "4", AnswerChannel.PAPER, batch)

    assert (stored, number_of(SurveyAnswer)) == ([True, True, False], 2)


@pytest.mark.usefixtures("app")
def test_a_questionnaire_still_open_when_the_project_closes_is_closed_by_its_panel() -> None:
    survey, point, juror = opened()
    for number in range(5):
        answer(point, key=str(number))
    judged(survey.project, juror)

    surveys.close_survey(survey.id, juror)

    assert survey.project.state == "closed"
    assert survey_queries.results_of(survey.project).answers == 5


@pytest.mark.usefixtures("app")
def test_a_resident_prints_nothing() -> None:
    _survey, point, _juror = opened()

    with pytest.raises(EvaluationRefused):
        batches.print_batch(point, 10, make.actor())


@pytest.mark.usefixtures("app")
def test_a_free_answer_is_read_before_it_is_shown_and_forgotten_if_it_never_is() -> None:
    survey, point, juror = opened()
    answer(point, key="1", text="Merci à Madame Roux")
    answer(point, key="2", text="On se dit bonjour")
    texts = {text.text: text for _asked, text in survey_queries.texts_of(survey)}

    surveys.read_text(texts["On se dit bonjour"].id, juror, shown=True)
    with pytest.raises(EvaluationRefused):
        surveys.read_text(texts["Merci à Madame Roux"].id, make.actor(), shown=True)
    surveys.close_survey(survey.id, juror)
    rule = next(rule for rule in retention.rules() if rule.code == "survey_texts")

    assert list(rule.expired(rule.limit().replace(year=2031))) == [texts["Merci à Madame Roux"].id]


@pytest.mark.usefixtures("app")
def test_members_of_the_panel_are_told_and_their_meetings_kept_once() -> None:
    project = finished()
    jurors = seated(project)
    juror = Actor(jurors[0].person_id)
    told = session().scalars(sa.select(mail.Message.person_id)).all()
    held = Gathering(project.created_at.date(), "Centre social", 2)

    first = services.record_gathering(project, held, juror)
    again = services.record_gathering(project, held, juror)

    assert sorted(told) == sorted(it.person_id for it in jurors)
    assert first.id == again.id
    with pytest.raises(EvaluationRefused, match="3 personnes"):
        services.record_gathering(project, Gathering(held.held_on, "Ailleurs", 4), juror)
