"""Reading the work on questions: what waits for whom, what is to be told, what a meeting speaks of."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app import clock
from app.accounts.models import Person
from app.accounts.queries import reach_of
from app.db import session
from app.dialogue.models import Meeting
from app.territory.models import Neighbourhood
from app.voices.people import bodies_answered_for, within
from app.voices.policy import KEEPING, SORTING, WRITING, bodies_of
from app.voices.question_models import Answer, Question, ReportBack
from app.voices.question_queries import readable

WORK_SHOWN = 60


def work_within(person: Person) -> list[Question]:
    """Return the open questions that wait for somebody who keeps or sorts them where this person does; one query."""
    given = reach_of(person, KEEPING)
    states = ("captured", "acknowledged", "qualified", "drafted", "approved", "reopened", "mediation")
    late = sa.and_(Question.answered_at.is_(None), Question.answer_due_on < clock.today())
    return list(
        session().scalars(
            sa.select(Question)
            .join(Question.neighbourhood)
            .where(Question.is_open, within(given), sa.or_(Question.state.in_(states), late))
            .order_by(Question.answer_due_on, Question.id)
            .limit(WORK_SHOWN)
        ).unique()
    )  # fmt: skip


def waiting_counts(person: Person) -> dict[str, int]:
    """Return how many questions wait for who sorts them, and how many answers are late, in their places; one query."""
    given = reach_of(person, SORTING)
    if not given:
        return {}
    late = sa.and_(Question.answered_at.is_(None), Question.answer_due_on < clock.today())
    waiting = Question.state.in_(("captured", "acknowledged", "qualified", "drafted", "approved", "reopened"))
    row = session().execute(
        sa.select(
            sa.func.count().filter(waiting), sa.func.count().filter(late)
        ).select_from(Question).join(Question.neighbourhood).where(Question.is_open, within(given))
    ).one()  # fmt: skip
    return {"waiting": int(row[0]), "late": int(row[1])}


def to_answer(person: Person) -> list[Question]:
    """Return the questions that wait for the bodies a person answers for, the soonest owed first; one query."""
    return list(
        session().scalars(
            sa.select(Question)
            .join(Question.organisation)
            .where(bodies_answered_for(bodies_of(person)))
            .where(Question.state.in_(("assigned", "interim", "transferred", "drafted", "approved")))
            .order_by(Question.answer_due_on, Question.id)
            .limit(WORK_SHOWN)
        ).unique()
    )  # fmt: skip


def to_tell(person: Person) -> list[Question]:
    """Return the answers to tell back where a person works, the oldest first; one query."""
    given = reach_of(person, WRITING)
    return list(
        session().scalars(
            sa.select(Question)
            .join(Question.neighbourhood)
            .where(Question.state == "answered", within(given))
            .order_by(Question.answered_at, Question.id)
            .limit(WORK_SHOWN)
        ).unique()
    )  # fmt: skip


def place_ids(person: Person) -> list[int]:
    """Return the ids of the neighbourhoods where a person reads original words; one query."""
    given = reach_of(person, KEEPING)
    return list(session().scalars(sa.select(Neighbourhood.id).where(within(given)).order_by(Neighbourhood.id)))


def questions_waiting_in(neighbourhood_id: int, limit: int) -> list[Question]:
    """Return the questions to speak of together: those that stay in disagreement, then the late ones; one query."""
    late = sa.and_(Question.answered_at.is_(None), Question.answer_due_on < clock.today())
    return list(
        session().scalars(
            sa.select(Question)
            .join(Question.contribution)
            .where(Question.neighbourhood_id == neighbourhood_id, Question.is_open, readable())
            .where(sa.or_(late, Question.state == "mediation"))
            .order_by(Question.state != "mediation", Question.answer_due_on, Question.id)
            .limit(limit)
        ).unique()
    )  # fmt: skip


def answers_to_tell_in(meeting: Meeting) -> list[Answer]:
    """Return the answers not told yet where a meeting takes place, and those told in it, the first given first."""
    told_here = sa.select(ReportBack.answer_id).where(ReportBack.meeting_id == meeting.id)
    waiting = sa.and_(Question.state == "answered", Answer.published_at >= Question.answered_at)
    return list(
        session().scalars(
            sa.select(Answer)
            .join(Answer.question)
            .join(Question.contribution)
            .where(Question.neighbourhood_id == meeting.neighbourhood_id, readable(), Answer.published_at.is_not(None))
            .where(sa.or_(Answer.id.in_(told_here), waiting if not meeting.was_held else sa.false()))
            .order_by(Answer.published_at, Answer.id)
            .options(joinedload(Answer.question))
        ).unique()
    )  # fmt: skip
