"""When an answer is awaited: who is told, once, and what enters the note of the week."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from app import clock
from app.db import session
from app.mail import Message
from app.mail.models import News
from app.steps.models import Step
from app.voices.question_models import Reminder
from app.voices.services import reminding
from tests import make
from tests.voices import town as t

pytestmark = pytest.mark.usefixtures("app")


def told_to(person) -> int:
    return session().query(Message).filter_by(person_id=person.id, subject="Une réponse est attendue").count()


def on(day) -> object:
    return clock.told(clock.at_nine(day))


def test_each_level_is_told_once_to_its_own_person() -> None:
    there = t.town()
    head, elected = make.person("Chef Service"), make.person("Élue Métropole")
    t.with_transaction(there.landlord, head_id=head.id, elected_id=elected.id)
    question = t.entrusted(there)
    people = [
        session().get(t.Person, there.answerer.person_id),
        head,
        elected,
        session().get(t.Person, there.referent.person_id),
    ]

    counts = []
    for days in (-6, 1, 9, 24):
        for _ in range(2):
            with on(question.answer_due_on + timedelta(days=days)):
                reminding.remind_all()
        counts.append([told_to(person) for person in people])

    assert counts[-1] == [1, 1, 1, 1] or counts[-1] == [0, 1, 1, 1]
    assert [sum(row) for row in counts] == sorted({sum(row) for row in counts})
    assert {step.details["level"] for step in session().query(Step).filter_by(action="reminder")} == {1, 5, 15}


def test_an_answered_question_reminds_nobody() -> None:
    there = t.town()
    question = t.answered(there)

    with on(question.answer_due_on + timedelta(days=60)):
        count = reminding.remind_all()

    assert count == 0
    assert session().query(Reminder).count() == 0


def test_very_late_at_once_only_the_highest_level_is_written() -> None:
    there = t.town()
    question = t.entrusted(there)

    with on(question.answer_due_on + timedelta(days=60)):
        reminding.remind_all()

    assert session().query(Message).filter_by(subject="Une réponse est attendue").count() == 1
    assert session().query(Reminder).count() == 4


def test_what_is_owed_enters_the_note_of_the_week_once() -> None:
    there = t.town()
    t.entrusted(there)
    monday = datetime(2026, 11, 30, 8, 5, tzinfo=clock.PARIS)

    counts = []
    for instant in (monday - timedelta(days=1), monday, monday + timedelta(minutes=1), monday + timedelta(hours=3)):
        with clock.told(instant):
            counts.append(reminding.note_what_is_owed())

    line = session().query(News).filter_by(person_id=there.answerer.person_id).one()
    assert counts == [0, 1, 0, 0]
    assert "La réponse est attendue avant le" in line.sentence
