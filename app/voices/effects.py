"""What else changes when a question moves: what the database ties to its state, and what its people are told."""

from __future__ import annotations

import sqlalchemy as sa

from app import clock
from app.db import session
from app.steps import services as steps
from app.steps.actor import Actor
from app.steps.deadlines import add
from app.steps.kinds import reversal, upon
from app.steps.models import Step
from app.voices import notices
from app.voices.guards import draft_of
from app.voices.question_models import Answer, AnswerKind, Question
from app.voices.sending import askers_to_write_to, send_answer, tell_who_joins
from app.voices.words import question_of
from workflows.definition import Duration


@upon("question", "acknowledge")
def send_receipt(question: Question, _actor: Actor) -> None:
    """Tell whoever asked their number and the date of the answer, by their own channel."""
    notices.receipt(question)


@upon("question", "assign", "accept")
def ask_for_an_answer(question: Question, _actor: Actor) -> None:
    """Owe an answer again, and tell who must write it."""
    question.answered_at = None
    notices.to_answerer(question)


@upon("question", "draft")
def name_the_writer(question: Question, actor: Actor) -> None:
    """Whoever proposes the answer signs it; the referents are told that it waits for them."""
    answer = draft_of(question)
    if answer is not None and actor.acting_id:
        answer.author_id = actor.acting_id


@upon("question", "approve")
def name_the_reader(question: Question, actor: Actor) -> None:
    """Keep who approved the answer."""
    answer = draft_of(question)
    if answer is not None:
        answer.approved_by_id = actor.person_id


@upon("question", "publish")
def publish(question: Question, _actor: Actor) -> None:
    """Publish the answer, say whether it came on time, and send it to everyone who asked."""
    answer = draft_of(question)
    assert answer is not None
    answer.published_at = question.answered_at = clock.now()
    on_time = clock.today() <= question.answer_due_on
    question.answered_on_time = on_time and question.answered_on_time is not False
    question.told_at = None
    send_answer(question, answer, askers_to_write_to(question))


@upon("question", "give_interim")
def tell_the_wait(question: Question, _actor: Actor) -> None:
    """Tell everyone who asked where it stands and when the answer will come."""
    answer = session().scalar(
        sa.select(Answer)
        .where(Answer.question_id == question.id, Answer.kind == AnswerKind.INTERIM)
        .order_by(Answer.version.desc())
        .limit(1)
    )
    assert answer is not None
    for asker in askers_to_write_to(question):
        notices.answer(question, answer, asker)


@upon("question", "report_back")
def note_the_telling(question: Question, _actor: Actor) -> None:
    """Keep when the answer was told."""
    question.told_at = clock.now()


@upon("question", "reopen")
def owe_again(question: Question, _actor: Actor) -> None:
    """Owe an answer again, in as many open days as the first time."""
    question.answered_at = question.told_at = None
    question.answer_due_on = add(clock.today(), Duration(question.answer_days, "od"))


@upon("question", "merge")
def follow_the_other(question: Question, actor: Actor) -> None:
    """Point to the question that goes on, and tell there that it carries one more voice."""
    target = question_of(question.contribution.merged_into_id)
    assert target is not None
    question.merged_into_id = target.id
    steps.record(target, "merged_here", actor)
    tell_who_joins(question.contribution, target)


@reversal("question", "merge")
def part_again(question: Question, _step: Step, actor: Actor) -> None:
    """Let a question that was merged by mistake go its own way."""
    target = session().get(Question, question.merged_into_id) if question.merged_into_id else None
    if target is not None:
        steps.record(target, "unmerged_here", actor)
    question.merged_into_id = None
    question.contribution.merged_into_id = None
