"""Writing an answer to everybody who asked it: when it is published, or when their words join it later."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from app.db import session
from app.mail import Message
from app.voices import notices
from app.voices.guards import published_answer
from app.voices.models import Contribution, ReplyWay, Visibility
from app.voices.question_models import Answer, Question, ReportBack, TellingWay
from app.voices.words import put_together


def askers_to_write_to(question: Question, below: Contribution | None = None) -> list[notices.Asker]:
    """Return everyone who asked this and wants a message, each once, the first first; one query.

    They asked it here or in words merged into it, however deep; `below` keeps those who came with these words alone.
    Whoever said a remark holds no number: they follow the question that carries it, unless it is one person's case.
    """
    root = below or question.contribution
    rows = session().execute(
        sa.select(Contribution.id, Contribution.author_id, Contribution.text, Question.code)
        .outerjoin(Question, Question.contribution_id == Contribution.id)
        .where(Contribution.id.in_(put_together(root.id)))
        .where(Contribution.reply_way == ReplyWay.MESSAGE)
        .order_by(Contribution.id)
    )
    is_private = question.contribution.visibility is Visibility.PRIVATE
    askers: dict[int, notices.Asker] = {}
    for _said_id, author_id, text, code in rows:
        if author_id and (code or not is_private):
            askers.setdefault(author_id, notices.Asker(author_id, text, code or question.code))
    return list(askers.values())


def send_answer(question: Question, answer: Answer, askers: Iterable[notices.Asker]) -> None:
    """Write a published answer to these people; it is told back to each when their message leaves."""
    for asker in askers:
        message = notices.answer(question, answer, asker)
        session().add(
            ReportBack(question_id=question.id, answer_id=answer.id, way=TellingWay.MESSAGE, message_id=message.id)
        )


def tell_who_joins(said: Contribution, question: Question) -> None:
    """Tell those whose words join a question that it goes on, or its answer at once when it has one already."""
    answer = published_answer(question)
    if question.answered_at is None or answer is None:
        notices.merged(said, question)
        return
    told = set(
        session().scalars(
            sa.select(Message.person_id)
            .join(ReportBack, ReportBack.message_id == Message.id)
            .where(ReportBack.answer_id == answer.id)
        )
    )
    send_answer(question, answer, [one for one in askers_to_write_to(question, said) if one.person_id not in told])
