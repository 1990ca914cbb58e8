"""Evaluation over the demonstration: levels promised and kept, a project judged with its neighbours, waves of trust."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from random import Random

import sqlalchemy as sa

from app import clock
from app.db import session
from app.demo.cast import Cast
from app.demo.plan import Plan
from app.evaluation.bank import BANK, FREE, TRUST_ITEMS
from app.evaluation.models import (
    AgeBand,
    AnswerChannel,
    LevelStage,
    ParticipationLevel,
    QuestionKind,
    Sample,
    Sex,
    Survey,
    SurveyAnswer,
    SurveyPoint,
    SurveyQuestion,
    SurveyText,
    SurveyValue,
)
from app.evaluation.queries import standing
from app.evaluation.services import Answers, Gathering, Together, give_verdict, levels, record_gathering, surveys
from app.evaluation.services.answering import Given, take_answer
from app.evaluation.services.surveys import Asked, Wave
from app.projects.models import Project
from app.steps.actor import Actor
from app.territory.models import Neighbourhood

SEED = 36
CHOSEN = ("content", "asked", "answered", "mark", "again")
MEANS = {"T1": 4.3, "T1b": 3.9, "T1c": 4.6, "T2": 3.7, "T3": 3.4, "T4": 5.1, "T5": 4.2, "T6": 3.8}
"""Where trust stood in 2024, by item, out of ten: invented, and near what such surveys find."""
MOVED = {"T1": 0.5, "T1b": 0.1, "T1c": 0.0, "T2": 0.8, "T3": 1.1, "T4": 0.4, "T5": 0.6, "T6": 0.9}
"""What two years of meetings changed for those who came to them; a fifth of it for the others."""
SPREAD = 2.3
PARTICIPANTS, OTHERS = 34, 38
"""People asked in a neighbourhood, more or less."""
SMALL = ("Les Tourettes", "La Galboisière", "Le Morier")
"""New neighbourhoods, where too few answered in 2024 to publish a figure of their own."""
FREE_ANSWERS = (
    "On se dit bonjour maintenant.",
    "Il faudrait de l'ombre l'été.",
    "Les enfants sont fiers de leur carré.",
    "Les horaires ne vont pas à qui travaille tôt.",
    "Plus d'affiches dans les halls.",
    "Je ne connaissais personne avant.",
    "Un point d'eau plus près.",
)
PROMISED = {
    LevelStage.ORIGIN: ParticipationLevel.CONSULTATION,
    LevelStage.CODESIGN: ParticipationLevel.CO_CONSTRUCTION,
    LevelStage.IMPLEMENTATION: ParticipationLevel.CO_CONSTRUCTION,
    LevelStage.EVALUATION: ParticipationLevel.CO_DECISION,
}


def tell(cast: Cast, plans: Iterable[Plan], end: datetime) -> None:
    """Tell everything of the evaluation, once the year has been lived."""
    lived = [plan for plan in plans if plan.project is not None]
    hold_waves(cast, end)
    with clock.told(end):
        change_a_promise(lived)
        judge_with_neighbours(lived)
        observe_everything(lived)


def promise(plan: Plan) -> None:
    """Have a project say, before it is sent, the place it promises to residents; some promise less than others."""
    lower = ParticipationLevel.CONCERTATION if plan.place.id % 3 else ParticipationLevel.CO_CONSTRUCTION
    levels.declare_levels(plan.file, PROMISED | {LevelStage.CODESIGN: lower}, "", plan.carrier)


def change_a_promise(plans: Iterable[Plan]) -> None:
    """Have one project promise less than it did, once its preparation has begun: the trace stays on its page."""
    plan = next((plan for plan in plans if plan.file.state == "codesign"), None)
    if plan is not None:
        lower = {LevelStage.CODESIGN: ParticipationLevel.CONSULTATION}
        levels.declare_levels(plan.file, lower, "La salle n'est libre qu'un soir : un seul atelier.", plan.carrier)


def judge_with_neighbours(plans: Iterable[Plan]) -> None:
    """Have the panels of projects awaiting their verdict ask the neighbours: the first has its results, others ask."""
    awaiting = [plan for plan in plans if plan.project is not None and plan.file.state == "evaluation"]
    for rank, plan in enumerate(awaiting):
        juror = Actor(plan.residents[3].id)
        asked = [
            Asked(BANK[code].kind, str(BANK[code].text)) for code in ("content", "asked", "answered", "mark", "again")
        ]
        asked.append(Asked(QuestionKind.FREE, str(FREE["changed"])))
        survey = surveys.prepare_questionnaire(plan.file, asked, juror)
        surveys.open_survey(survey.id, juror)
        record_gathering(plan.file, Gathering(clock.today(), "Centre social", 3, "Les photos et le bilan."), juror)
        _neighbours_answer(survey, Random(SEED + rank), 23 if rank == 0 else 6)
        if rank == 0:
            texts = sa.select(SurveyText.id).join(SurveyQuestion, SurveyQuestion.id == SurveyText.question_id)
            for text_id in list(session().scalars(texts.where(SurveyQuestion.survey_id == survey.id))):
                surveys.read_text(text_id, juror, shown=True)
            surveys.close_survey(survey.id, juror)


def judged(project: Project, said: Answers, juror: Actor) -> None:
    """Have the whole panel of a project give its verdict, one of its neighbours writing."""
    seats = frozenset(member.id for member in standing(project).members)
    give_verdict(project, said, Together(seats), juror)


def hold_waves(cast: Cast, end: datetime) -> None:
    """Hold two waves of the trust survey, in 2024 and in 2026, and open the door of the tablet for the next one."""
    admin = Actor(cast.admin.id)
    places = list(session().scalars(sa.select(Neighbourhood).order_by(Neighbourhood.id)).unique())
    for year, shift in ((2024, 0.0), (2026, 1.0)):
        first = date(year, 5, 13)
        with clock.told(min(clock.at_nine(first), end)):
            wave = Wave(f"Confiance {year}", first, date(year, 6, 15), Sample.ALL, [place.id for place in places])
            held = surveys.hold_wave(wave, admin)
            _people_answer(held, places, shift)
        with clock.told(min(clock.at_nine(date(year, 6, 16)), end)):
            surveys.close_survey(held.id, admin)
    with clock.told(end):
        sanitas = [place.id for place in places if place.name == "Sanitas"] or [places[0].id]
        coming = Wave("Confiance, essai de la tablette", clock.today(), clock.today() + timedelta(days=21),
                      Sample.PARTICIPANTS, sanitas)  # fmt: skip
        surveys.hold_wave(coming, admin)


def observe_everything(plans: Iterable[Plan]) -> None:
    """Observe the levels of every project, as the worker does each minute."""
    for plan in plans:
        if plan.project is not None and plan.file.published_at is not None:
            levels.observe(plan.file.id)


def _neighbours_answer(survey: Survey, random: Random, people: int) -> None:
    point = session().scalars(sa.select(SurveyPoint).filter_by(survey_id=survey.id)).one()
    questions = list(session().scalars(sa.select(SurveyQuestion).filter_by(survey_id=survey.id)))
    weights = {QuestionKind.FACES: ((3, 2, 1), (6, 3, 1)), QuestionKind.YES_NO: ((1, 0), (3, 1)),
               QuestionKind.SCALE: (tuple(range(11)), (0, 0, 0, 1, 1, 2, 3, 5, 6, 3, 2))}  # fmt: skip
    for number in range(people):
        values = {
            one.id: random.choices(*weights[one.kind])[0] for one in questions if one.kind is not QuestionKind.FREE
        }
        texts = {one.id: FREE_ANSWERS[number % len(FREE_ANSWERS)] for one in questions
                 if one.kind is QuestionKind.FREE and number < len(FREE_ANSWERS)}  # fmt: skip
        channel = (AnswerChannel.KIOSK, AnswerChannel.OWN_PHONE, AnswerChannel.PHONE)[number % 3]
        take_answer(point, Given(values, texts), f"demo-{survey.id}-{number}", channel)


def _people_answer(survey: Survey, places: list[Neighbourhood], shift: float) -> None:
    """Store the answers of a wave at once: thousands of them, by way of a service, would take a minute."""
    random = Random(SEED + round(10 * shift))
    points = list(session().scalars(sa.select(SurveyPoint).filter_by(survey_id=survey.id).order_by(SurveyPoint.id)))
    items = {one.item: one.id for one in session().scalars(sa.select(SurveyQuestion).filter_by(survey_id=survey.id))}
    small = {place.id for place in places if place.name in SMALL} if not shift else set()
    answers, drawn = [], []
    for point in points:
        for number in range(_people_at(point, small, random)):
            answers.append(_someone(survey, point, number, random))
            drawn.append({item: _value(item, point, shift, random) for item in TRUST_ITEMS})
    session().execute(sa.insert(SurveyAnswer), answers)
    ids = list(session().scalars(sa.select(SurveyAnswer.id).filter_by(survey_id=survey.id).order_by(SurveyAnswer.id)))
    session().execute(
        sa.insert(SurveyValue),
        [{"answer_id": number, "question_id": items[item], "value": value}
         for number, values in zip(ids, drawn, strict=True) for item, value in values.items()],
    )  # fmt: skip
    survey.frozen_at = clock.now()
    session().flush()


def _people_at(point: SurveyPoint, small: set[int], random: Random) -> int:
    usual = PARTICIPANTS if point.is_participant else OTHERS
    return random.randint(11, 17) if point.neighbourhood_id in small else usual + random.randint(-3, 9)


def _someone(survey: Survey, point: SurveyPoint, number: int, random: Random) -> dict[str, object]:
    channels = (AnswerChannel.KIOSK, AnswerChannel.PHONE, AnswerChannel.OWN_PHONE)
    return {
        "survey_id": survey.id, "point_id": point.id, "batch_id": None, "key": f"demo-{point.id}-{number}",
        "channel": random.choices(channels, (5, 2, 3))[0], "neighbourhood_id": point.neighbourhood_id,
        "is_participant": point.is_participant, "age_band": random.choice([*AgeBand, None]),
        "sex": random.choice([*Sex, *Sex, None]), "answered_on": clock.today(),
    }  # fmt: skip


def _value(item: str, point: SurveyPoint, shift: float, random: Random) -> int:
    reached = 1.0 if point.is_participant else 0.2
    closer = 0.6 if point.is_participant else 0.0
    return min(10, max(0, round(random.gauss(MEANS[item] + closer + shift * reached * MOVED[item], SPREAD))))
