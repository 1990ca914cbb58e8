"""Preparing a questionnaire, holding a wave of the trust survey, opening and closing them, reading the free answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app import clock
from app.db import lock, session, transaction
from app.evaluation import codes, policy
from app.evaluation.bank import MOST_CLOSED, MOST_FREE, TRUST_ITEMS
from app.evaluation.models import (
    QuestionKind,
    Sample,
    Survey,
    SurveyAnswer,
    SurveyKind,
    SurveyPoint,
    SurveyQuestion,
    SurveyText,
)
from app.evaluation.refusals import EvaluationRefused
from app.evaluation.survey_queries import survey_of
from app.i18n import gettext as _
from app.projects.models import Project
from app.steps import services as steps
from app.steps.actor import Actor
from app.territory.models import Neighbourhood


@dataclass(frozen=True)
class Asked:
    """One question as it will be asked."""

    kind: QuestionKind
    text: str


@dataclass(frozen=True)
class Wave:
    """A wave to hold: its name, its period, whom it asks, in which neighbourhoods."""

    name: str
    starts_on: date
    ends_on: date
    sample: Sample
    neighbourhood_ids: Sequence[int]


@transaction()
def prepare_questionnaire(project: Project, asked: Sequence[Asked], actor: Actor) -> Survey:
    """Keep the questions chosen for a project, in their order, in place of those kept before.

    Raises EvaluationRefused once the first answer is in, with more than six closed questions, without a free one, with
    the same question twice, and for whoever is neither on the panel nor a referent here.
    """
    project = lock(Project, project.id) or project
    if not policy.can_prepare(project, actor):
        raise EvaluationRefused(_("Le panel choisit les questions. La personne référente peut les écrire pour lui."))
    survey = survey_of(project)
    survey = lock(Survey, survey.id) if survey else None
    found = list(_problems(survey, asked))
    if found:
        raise EvaluationRefused(*found)
    if survey is None:
        survey = Survey(kind=SurveyKind.EXPERIENCE, title=project.title, project_id=project.id)
        session().add(survey)
        session().flush()
    _write_questions(survey, ((one.kind, one.text.strip(), "") for one in asked))
    return survey


@transaction()
def open_survey(survey_id: int, actor: Actor) -> Survey:
    """Begin to take answers. Raises EvaluationRefused for whoever may not, and once it was closed."""
    survey = _run(survey_id, actor)
    if survey.closed_at is not None:
        raise EvaluationRefused(_("Ce questionnaire est terminé."))
    if not policy.can_open(survey, actor):
        raise EvaluationRefused(_("Vous ne pouvez pas ouvrir ni fermer ce questionnaire."))
    if survey.opened_at is None:
        survey.opened_at = clock.now()
        project = survey.project
        if project is not None and project.neighbourhood_id is not None:
            _add_points(survey, [project.neighbourhood_id], [None])
            steps.record(project, "questionnaire_opened", actor)
        session().flush()
    return survey


@transaction()
def close_survey(survey_id: int, actor: Actor) -> Survey:
    """Stop taking answers: the results are published, and will not move any more.

    Nothing of an open survey is published but how many answered: from one answer to the next, a result would tell it.
    Raises EvaluationRefused for whoever may not, and before it was opened.
    """
    survey = _run(survey_id, actor)
    if survey.opened_at is None:
        raise EvaluationRefused(_("Ce questionnaire n'est pas encore ouvert."))
    if survey.closed_at is None:
        survey.closed_at = clock.now()
        if survey.project is not None:
            count = sa.select(sa.func.count()).select_from(SurveyAnswer).filter_by(survey_id=survey.id)
            steps.record(
                survey.project, "questionnaire_closed", actor, details={"answers": session().scalar(count) or 0}
            )
        session().flush()
    return survey


@transaction()
def hold_wave(wave: Wave, actor: Actor) -> Survey:
    """Open a wave of the trust survey, with one place to ask for each neighbourhood and each sort of people asked.

    Raises EvaluationRefused for whoever does not work for the metropolis, and without a neighbourhood.
    """
    if not policy.can_hold_waves(actor):
        raise EvaluationRefused(_("Seule la Métropole lance une vague de l'enquête."))
    if not wave.neighbourhood_ids:
        raise EvaluationRefused(_("Choisissez au moins un quartier."))
    survey = Survey(
        kind=SurveyKind.TRUST, title=wave.name.strip(), sample=wave.sample, starts_on=wave.starts_on,
        ends_on=wave.ends_on, opened_at=clock.now(),
    )  # fmt: skip
    session().add(survey)
    session().flush()
    _write_questions(survey, ((QuestionKind.SCALE, str(text), item) for item, text in TRUST_ITEMS.items()))
    asked = {Sample.PARTICIPANTS: [True], Sample.DOOR_TO_DOOR: [False], Sample.ALL: [True, False]}[wave.sample]
    known = sa.select(Neighbourhood.id).where(Neighbourhood.id.in_(wave.neighbourhood_ids)).order_by(Neighbourhood.id)
    _add_points(survey, list(session().scalars(known)), asked)
    session().flush()
    return survey


@transaction()
def read_text(text_id: int, actor: Actor, *, shown: bool) -> None:
    """Publish a free answer that names nobody, or set it aside. Raises EvaluationRefused for whoever may not."""
    text = lock(SurveyText, text_id)
    survey = session().get(Survey, session().get_one(SurveyQuestion, text.question_id).survey_id) if text else None
    if text is None or survey is None or not policy.can_run(survey, actor):
        raise EvaluationRefused(_("Le panel ou la personne référente relit les réponses."))
    text.is_shown = shown


def _run(survey_id: int, actor: Actor) -> Survey:
    survey = lock(Survey, survey_id)
    if survey is None or not policy.can_run(survey, actor):
        raise EvaluationRefused(_("Vous ne pouvez pas ouvrir ni fermer ce questionnaire."))
    return survey


def _problems(survey: Survey | None, asked: Sequence[Asked]) -> Iterator[str]:
    if survey is not None and survey.frozen_at is not None:
        yield _("Quelqu'un a déjà répondu : les questions ne changent plus.")
    free = [one for one in asked if one.kind is QuestionKind.FREE]
    if not len(free) < len(asked) <= len(free) + MOST_CLOSED:
        yield _("Choisissez de une à six questions à cocher.")
    if not 1 <= len(free) <= MOST_FREE:
        yield _("Ajoutez au moins une question libre, trois au plus.")
    texts = [one.text.strip().casefold() for one in asked]
    if not all(texts):
        yield _("Écrivez chaque question.")
    if len(set(texts)) < len(texts):
        yield _("Une question est écrite deux fois.")


def _write_questions(survey: Survey, asked: Iterable[tuple[QuestionKind, str, str]]) -> None:
    session().execute(sa.delete(SurveyQuestion).where(SurveyQuestion.survey_id == survey.id))
    session().expire(survey, ["questions"])
    session().add_all(
        SurveyQuestion(survey_id=survey.id, position=place, kind=kind, text=text, item=item)
        for place, (kind, text, item) in enumerate(asked, start=1)
    )
    session().flush()


def _add_points(survey: Survey, places: Sequence[int], asked: Sequence[bool | None]) -> None:
    session().add_all(
        SurveyPoint(survey_id=survey.id, neighbourhood_id=place, is_participant=participant, code=codes.drawn())
        for place in places
        for participant in asked
    )
