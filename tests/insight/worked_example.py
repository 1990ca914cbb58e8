"""The worked example of DOMAIN §C.8, stored as it would be lived: meetings counted on sheets, cards, outreach, words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from app import clock
from app.accounts.models import Person
from app.db import Model, session, transaction
from app.dialogue.models import CardPresence, Meeting, OutreachAction, OutreachMode
from app.dialogue.models.tally import Measure, TallyEntry
from app.evaluation.models.surveys import (
    AnswerChannel,
    QuestionKind,
    Sample,
    Survey,
    SurveyAnswer,
    SurveyKind,
    SurveyPoint,
    SurveyQuestion,
    SurveyValue,
)
from app.projects.models import ContributionLink, ContributionOutcome, Outcome, Project, ReasonCode
from app.territory.models import BaselineStat, Dimension, Neighbourhood
from tests import make

MEETINGS = (
    (14, 9, 14, (6, 4, 3, 2, 1, 1, *[0] * 8)),
    (17, 5, 6, (5, 4, 4, 3, 2, 2, 1, 1, 1, *[0] * 8)),
    (12, 2, 3, (3, 3, 2, 2, 2, 1, 1, 1, *[0] * 4)),
)
"""Residents present, first ever, first this year (those of the first time ever included), turns by card."""
AGES = {"under_18": 4, "18_24": 3, "25_39": 9, "40_59": 15, "60_more": 12}
POPULATION = {"under_18": 300, "18_24": 120, "25_39": 210, "40_59": 220, "60_more": 150}
OUTREACH = (
    (OutreachMode.DOOR_TO_DOOR, 120, "door_to_door", 6),
    (OutreachMode.SMS, 300, "sms", 3),
    (OutreachMode.FLYER, 800, "flyer", 2),
    (OutreachMode.SCHOOL_GATE, 60, "school_gate", 5),
)
"""Mode, people reached, answer at the door, newcomers who gave it."""
OUTCOMES = {Outcome.ADOPTED: 6, Outcome.PARTLY: 5, Outcome.REFUSED: 9, Outcome.WAITING: 4}
TRUST = ((date(2025, 3, 1), 84, 361, 2.4), (date(2026, 3, 1), 96, 470, 2.3))
"""First day of a wave, answers, their sum (the mean of 4.3, then 4.9), their standard deviation."""


@transaction()
def stored() -> Neighbourhood:
    """Store the dialogue, the words and the trust of the example; return its neighbourhood."""
    place, someone = make.neighbourhood(), make.person()
    held = [make.meeting(place, residents=0) for _ in MEETINGS]
    for rank, (meeting, (came, ever, year, turns)) in enumerate(zip(held, MEETINGS, strict=True)):
        meeting.held_on = date(2026, 3, 4 + 7 * rank)
        counts = {("novelty", "first_ever"): ever, ("novelty", "first_this_year"): year - ever,
                  ("novelty", "returning"): came - year, ("present", "resident"): came,
                  ("turns", "resident"): sum(turns), ("voices", "resident"): sum(one > 0 for one in turns)}  # fmt: skip
        _count(meeting, someone, counts)
        _add(*(CardPresence(meeting_id=meeting.id, card=f"{rank}-{number}", turns=one, noted_at=clock.now())
               for number, one in enumerate(turns)))  # fmt: skip
    _count(held[0], someone, {("age", band): count for band, count in AGES.items()})
    _count(held[0], someone, {("new_heard", heard): new for _mode, _reached, heard, new in OUTREACH})
    _add(*(OutreachAction(neighbourhood_id=place.id, meeting_id=held[0].id, mode=mode, done_on=date(2026, 3, 2),
                          reached=reached, noted_at=clock.now()) for mode, reached, _heard, _new in OUTREACH))  # fmt: skip
    _add(*(BaselineStat(neighbourhood_id=place.id, dimension=Dimension.AGE, band=band, count=count, source="Insee",
                        year=2021) for band, count in POPULATION.items()))  # fmt: skip
    _say(held[0])
    for started, n, total, spread in TRUST:
        _ask(place, started, answers(n, total, spread))
    return place


def answers(n: int, total: int, spread: float) -> list[int]:
    """Return n answers from 0 to 10 of this sum, spread until their standard deviation is reached."""
    found = [total // n + (rank < total % n) for rank in range(n)]
    wanted, rank = spread**2 * (n - 1) + total**2 / n, 0
    while sum(one * one for one in found) < wanted:
        high, low = rank % (n // 2), n - 1 - rank % (n // 2)
        if found[high] < 10 and found[low] > 0:
            found[high], found[low] = found[high] + 1, found[low] - 1
        rank += 1
    return found


def _count(meeting: Meeting, someone: Person, counts: Mapping[tuple[str, str], int]) -> None:
    _add(*(TallyEntry(meeting_id=meeting.id, measure=Measure(measure), key=key, delta=count, reason="Compté à la main.",
                      by_id=someone.id, written_at=clock.now()) for (measure, key), count in counts.items() if count))  # fmt: skip


def _say(meeting: Meeting) -> None:
    """Say as many things of one project as the example has outcomes."""
    project: Project = make.project(neighbourhood=meeting.neighbourhood)
    project.published_at = clock.now()
    for outcome, count in OUTCOMES.items():
        for _ in range(count):
            said = make.remark(meeting)
            _add(ContributionLink(contribution_id=said.id, project_id=project.id, linked_at=clock.now()),
                 ContributionOutcome(contribution_id=said.id, project_id=project.id, number=1, outcome=outcome,
                                     reason_code=ReasonCode.OTHER, reason_text="Parce que.", decided_at=clock.now(),
                                     impact=None if outcome is Outcome.WAITING else 2))  # fmt: skip


def _ask(place: Neighbourhood, started: date, values: Sequence[int]) -> None:
    wave = Survey(kind=SurveyKind.TRUST, title="Confiance", sample=Sample.PARTICIPANTS, starts_on=started,
                  ends_on=started, opened_at=clock.now())  # fmt: skip
    _add(wave)
    question = SurveyQuestion(survey_id=wave.id, position=1, kind=QuestionKind.SCALE, text="Confiance ?", item="T1")
    point = SurveyPoint(survey_id=wave.id, neighbourhood_id=place.id, is_participant=True, code=f"T{started.year}")
    _add(question, point)
    for rank, value in enumerate(values):
        answer = SurveyAnswer(survey_id=wave.id, point_id=point.id, key=f"{wave.id}-{rank}", is_participant=True,
                              channel=AnswerChannel.PHONE, neighbourhood_id=place.id, answered_on=started)  # fmt: skip
        _add(answer)
        _add(SurveyValue(answer_id=answer.id, question_id=question.id, value=value))


def _add(*rows: Model) -> None:
    session().add_all(rows)
    session().flush()
