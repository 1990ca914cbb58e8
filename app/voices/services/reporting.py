"""Telling an answer back, and hearing what the resident thinks of it."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from app import clock
from app.db import lock, session, transaction
from app.dialogue.models import Meeting
from app.mail import Message
from app.mail.outbox import on_departure
from app.steps import services as steps
from app.steps.actor import SYSTEM, Actor
from app.voices import policy
from app.voices.guards import never_reopened, published_answer
from app.voices.policy import NotAllowed
from app.voices.question_models import Feedback, Question, ReportBack, TellingWay


class NothingToTell(Exception):
    """This question has no published answer to tell."""


@transaction()
def tell_back(question_id: int, way: TellingWay, actor: Actor, meeting_id: int | None = None) -> None:
    """Note that an answer was told, and how. Raises NotAllowed, NothingToTell.

    Told by voice to the person, what was to be written to them needs no hand any more.
    """
    question = _tellable(question_id, actor)
    answer = published_answer(question)
    if answer is None or question.answered_at is None:
        raise NothingToTell
    told = {"told_on": clock.today(), "told_by_id": actor.person_id}
    if not _already(question, answer.id, way, meeting_id):
        session().add(ReportBack(question_id=question.id, answer_id=answer.id, way=way, meeting_id=meeting_id, **told))
    session().flush()
    if way is TellingWay.VOICE:
        session().execute(
            sa.update(ReportBack).where(ReportBack.answer_id == answer.id, ReportBack.told_on.is_(None)).values(told)
        )
    _move_on(question, actor, way)


@transaction()
def tell_in_meeting(question_ids: Iterable[int], meeting_id: int, actor: Actor) -> int:
    """Note that several answers were told in one meeting, all or none; return how many.

    Raises NotAllowed, NothingToTell.
    """
    meeting = session().get(Meeting, meeting_id)
    if meeting is None:
        raise NotAllowed
    chosen = sorted(set(question_ids))
    for question_id in chosen:
        question = _tellable(question_id, actor)
        if question.neighbourhood_id != meeting.space.neighbourhood_id:
            raise NotAllowed
        tell_back(question_id, TellingWay.MEETING, actor, meeting.id)
    return len(chosen)


@transaction()
def tell_several(question_ids: Iterable[int], way: TellingWay, actor: Actor) -> int:
    """Note that several answers were told the same way, all or none; return how many. Raises as `tell_back`."""
    chosen = sorted(set(question_ids))
    for question_id in chosen:
        tell_back(question_id, way, actor)
    return len(chosen)


@transaction()
def hear_feedback(question_id: int, feedback: Feedback, actor: Actor | None, note: str = "") -> str:
    """Keep what the resident thinks of the answer and return what it does: close, reopen, ask_mediation or nothing.

    Clear closes the question; otherwise it is opened again, once, then goes to the agenda of a meeting. Without an
    actor, somebody holds the number of the card. Raises NotAllowed, ActionRefused.
    """
    question = lock(Question, question_id)
    if question is None or (actor is not None and not _may_judge(question, actor)):
        raise NotAllowed
    if question.state != "reported_back":
        return ""
    telling = session().scalar(
        sa.select(ReportBack)
        .where(ReportBack.question_id == question.id, ReportBack.told_on.is_not(None))
        .order_by(ReportBack.id.desc())
        .limit(1)
    )
    if telling is not None:
        telling.feedback, telling.feedback_at = feedback, clock.now()
    session().flush()
    action = "close"
    if feedback is not Feedback.CLEAR:
        action = "reopen" if never_reopened(question) is None else "ask_mediation"
    steps.perform(question, action, actor or SYSTEM, note, {"feedback": feedback.value, "by_code": actor is None})
    return action


@on_departure("question")
def note_departure(message: Message) -> None:
    """Note that an answer has reached its person when its message leaves; once all have, the question is told back."""
    telling = session().scalar(sa.select(ReportBack).where(ReportBack.message_id == message.id))
    if telling is None or telling.told_on is not None:
        return
    telling.told_on, telling.told_by_id = clock.today(), message.delivered_by_id
    session().flush()
    question = lock(Question, telling.question_id)
    if question is not None:
        _move_on(question, SYSTEM, TellingWay.MESSAGE)


def _move_on(question: Question, actor: Actor, way: TellingWay) -> None:
    """Pass to "told back" once nobody is left to be written to."""
    pending = sa.select(ReportBack.id).where(ReportBack.question_id == question.id, ReportBack.told_on.is_(None))
    if question.state == "answered" and session().scalar(pending.limit(1)) is None:
        steps.perform(question, "report_back", actor, details={"way": way.value})


def _already(question: Question, answer_id: int, way: TellingWay, meeting_id: int | None) -> bool:
    same = sa.select(ReportBack.id).filter_by(
        question_id=question.id, answer_id=answer_id, way=way, meeting_id=meeting_id
    )
    return session().scalar(same.where(ReportBack.told_on.is_not(None)).limit(1)) is not None


def _tellable(question_id: int, actor: Actor) -> Question:
    question = lock(Question, question_id)
    if question is None or not policy.can_write(question.neighbourhood, actor):
        raise NotAllowed
    return question


def _may_judge(question: Question, actor: Actor) -> bool:
    mine = actor.acting_id is not None and actor.acting_id in policy.askers_known(question)
    return mine or policy.can_write(question.neighbourhood, actor)
