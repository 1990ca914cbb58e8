"""Reading questions: everybody's list, one question whole, the work that waits, what is to be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload, selectinload

from app import clock
from app.accounts.models import Person
from app.db import session
from app.steps.models import Step
from app.territory.models import Organisation
from app.voices.models import INDEX, Contribution, VoiceTheme, shown
from app.voices.policy import HIDDEN_STATES
from app.voices.question_models import (
    Answer,
    AnswerKind,
    Commitment,
    CommitmentState,
    Question,
    ReportBack,
)
from app.voices.words import put_together

PAGE = 20


@dataclass(frozen=True)
class Asked:
    """What a reader looks for in the list; `standing` is owed, late or answered."""

    words: tuple[str, ...] = ()
    neighbourhood_id: int | None = None
    organisation_id: int | None = None
    theme: VoiceTheme | None = None
    standing: str = ""


@dataclass(frozen=True)
class Told:
    """One step of a question and how the person behind it is shown."""

    step: Step
    who: str


@dataclass(frozen=True)
class QuestionFile:
    """A question with its answers, commitments, what was told back, its history and how many asked it."""

    question: Question
    answers: Sequence[Answer]
    tellings: Sequence[ReportBack]
    rows: Sequence[Told]
    voices: int

    @property
    def published(self) -> list[Answer]:
        """The answers everybody may read, first to last."""
        return [answer for answer in self.answers if answer.published_at is not None]

    @property
    def draft(self) -> Answer | None:
        """The answer being written, if any."""
        return next((answer for answer in reversed(self.answers) if answer.published_at is None), None)


def readable() -> sa.ColumnElement[bool]:
    """Return the condition that everybody may read a question (joined with its contribution)."""
    return sa.and_(shown(), Question.state.not_in(sorted(HIDDEN_STATES)))


def public_questions(asked: Asked, before: int | None = None) -> tuple[list[Question], bool]:
    """Return one page of the questions everybody may read, the last asked first, and whether others follow."""
    query = _chosen(asked).order_by(Question.id.desc()).limit(PAGE + 1)
    if before:
        query = query.where(Question.id < before)
    rows = list(session().scalars(query).unique())
    return rows[:PAGE], len(rows) > PAGE


def questions_in(neighbourhood_id: int, limit: int = 5) -> list[Question]:
    """Return the last questions of a neighbourhood that everybody may read."""
    asked = _chosen(Asked(neighbourhood_id=neighbourhood_id)).where(Question.state != "merged")
    return list(session().scalars(asked.order_by(Question.id.desc()).limit(limit)).unique())


def question_with_place(question_id: int) -> Question | None:
    """Return a question alone, with what policies ask of it, or None."""
    return session().scalar(sa.select(Question).where(Question.id == question_id))


def question_by_code(code: str) -> Question | None:
    """Return the question of a card's number, as it is; None when no card has it."""
    return session().scalar(sa.select(Question).where(Question.code == code))


def root_of(question: Question) -> Question:
    """Return the question that answers for this one: itself, or the one it was merged into."""
    while question.merged_into_id:
        question = session().get_one(Question, question.merged_into_id)
    return question


def question_file(question_id: int) -> QuestionFile | None:
    """Return the whole file of a question in five queries whatever it holds, or None."""
    question = question_with_place(question_id)
    if question is None:
        return None
    answers = session().scalars(
        sa.select(Answer)
        .where(Answer.question_id == question.id)
        .order_by(Answer.version)
        .options(joinedload(Answer.organisation), joinedload(Answer.to_organisation), selectinload(Answer.commitments))
    ).unique().all()  # fmt: skip
    tellings = session().scalars(
        sa.select(ReportBack).where(ReportBack.question_id == question.id).order_by(ReportBack.id)
    ).all()  # fmt: skip
    return QuestionFile(question, answers, tellings, _history(question), _voices(question))


def commitments(*, open_only: bool = False, bodies: sa.ColumnElement[bool] | None = None) -> list[Commitment]:
    """Return the commitments everybody may read, or those of some bodies, the first due first; one query."""
    asked = (
        sa.select(Commitment)
        .join(Commitment.answer)
        .join(Answer.question)
        .join(Question.contribution)
        .join(Organisation, Organisation.id == Answer.organisation_id)
        .where(Answer.published_at.is_not(None), sa.true() if bodies is not None else readable())
        .order_by(Commitment.state != CommitmentState.OPEN, Commitment.due_on, Commitment.id)
        .options(joinedload(Commitment.answer).options(joinedload(Answer.organisation), joinedload(Answer.question)))
        .limit(200)
    )
    if bodies is not None:
        asked = asked.where(bodies)
    if open_only:
        asked = asked.where(Commitment.state == CommitmentState.OPEN)
    return list(session().scalars(asked).unique())


def answers_published(neighbourhood_id: int, limit: int = 12) -> list[Answer]:
    """Return the last final answers of a neighbourhood that everybody may read, the last first; one query."""
    return list(
        session().scalars(
            sa.select(Answer)
            .join(Answer.question)
            .join(Question.contribution)
            .where(Question.neighbourhood_id == neighbourhood_id, readable(), Answer.published_at.is_not(None))
            .where(Answer.kind.in_((AnswerKind.YES, AnswerKind.PARTLY, AnswerKind.NO)))
            .order_by(Answer.published_at.desc(), Answer.id.desc())
            .options(joinedload(Answer.organisation), joinedload(Answer.question))
            .limit(limit)
        ).unique()
    )  # fmt: skip


def all_bodies(commune_id: int | None = None) -> list[Organisation]:
    """Return the bodies that answer, those that serve a city or all of them when it is named, by name; one query."""
    asked = sa.select(Organisation).options(joinedload(Organisation.commune))
    asked = asked.order_by(Organisation.name, Organisation.id)
    if commune_id:
        asked = asked.where(sa.or_(Organisation.commune_id.is_(None), Organisation.commune_id == commune_id))
    return list(session().scalars(asked).unique())


def _chosen(asked: Asked) -> sa.Select[Question]:
    query = sa.select(Question).join(Question.contribution).where(readable())
    if asked.words:
        query = query.where(INDEX.holding(list(asked.words)))
    if asked.neighbourhood_id:
        query = query.where(Question.neighbourhood_id == asked.neighbourhood_id)
    if asked.organisation_id:
        query = query.where(Question.organisation_id == asked.organisation_id)
    if asked.theme:
        query = query.where(Contribution.theme == asked.theme)
    owed = sa.and_(Question.is_open, Question.answered_at.is_(None))
    match asked.standing:
        case "owed":
            return query.where(owed)
        case "late":
            return query.where(owed, Question.answer_due_on < clock.today())
        case "answered":
            return query.where(Question.answered_at.is_not(None))
        case _:
            return query


def _history(question: Question) -> list[Told]:
    helped = aliased(Person)
    rows = session().execute(
        sa.select(Step, sa.func.coalesce(helped.public_label, Person.public_label))
        .outerjoin(Person, Person.id == Step.actor_id)
        .outerjoin(helped, helped.id == Step.on_behalf_id)
        .where(Step.subject_kind == question.kind, Step.subject_id == question.id)
        .order_by(Step.number)
    )
    return [Told(step, who or "") for step, who in rows]


def _voices(question: Question) -> int:
    together = put_together(question.contribution_id).subquery()
    return int(session().scalar(sa.select(sa.func.count()).select_from(together)) or 0)
