"""What was said, on the page of a meeting; questions and answers that enter its agenda by themselves."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from flask import url_for

from app import security
from app.db import session
from app.dialogue import policy
from app.dialogue.hooks import (
    AgendaEntry,
    AnswerLine,
    agenda_source,
    answers_source,
    unassigned_questions,
)
from app.dialogue.models import AgendaKind, Meeting
from app.dialogue.panels import Panel, panel
from app.i18n import gettext as _
from app.voices.labels import ANSWERS, KINDS
from app.voices.models import Contribution, ContributionKind
from app.voices.notices import shortened
from app.voices.queries import said_with_questions
from app.voices.question_models import Question
from app.voices.standing import standing_of
from app.voices.work_queries import answers_to_tell_in, questions_waiting_in

ON_AN_AGENDA = 8
"""Questions that enter an agenda by themselves; the others wait for the next meeting."""
UNASSIGNED = ("captured", "acknowledged", "qualified", "reopened")


@panel(10)
def what_was_said(meeting: Meeting) -> Panel:
    """Show the words of residents, without names; each leads to its answer, or may become a project."""
    said = [
        (one, question, standing_of(question) if question else None) for one, question in said_with_questions(meeting)
    ]
    context = {
        "meeting": meeting,
        "said": said,
        "kinds": KINDS,
        "idea": ContributionKind.IDEA,
        "may_record": policy.can_record(meeting.space.neighbourhood, security.reading_actor()),
    }
    return Panel(_("Ce qui a été dit"), "voices/said.html", context)


@agenda_source
def unanswered(meeting: Meeting) -> Iterator[AgendaEntry]:
    """Yield the questions of the neighbourhood that are late, or on which people disagree: the oldest first."""
    for question in questions_waiting_in(meeting.neighbourhood_id, ON_AN_AGENDA):
        title = shortened(question.contribution.text, 200)
        yield AgendaEntry(AgendaKind.QUESTION, title, Question.kind, question.id)


@answers_source
def since_last_time(meeting: Meeting) -> Iterator[AnswerLine]:
    """Yield the answers of the neighbourhood that nobody has told yet, and those told in this meeting."""
    for answer in answers_to_tell_in(meeting):
        text = f"{ANSWERS[answer.kind]}. {shortened(answer.plain_text, 400)}"
        url = url_for("voices.question", question_id=answer.question_id)
        yield AnswerLine(shortened(answer.question.contribution.text), text, url)


@unassigned_questions
def without_a_body(meeting: Meeting) -> int:
    """Count the questions put in a meeting that no body must answer yet."""
    waiting = (
        sa.select(sa.func.count())
        .select_from(Question)
        .join(Contribution, Contribution.id == Question.contribution_id)
        .where(Contribution.meeting_id == meeting.id, Question.state.in_(UNASSIGNED))
    )
    return int(session().scalar(waiting) or 0)
