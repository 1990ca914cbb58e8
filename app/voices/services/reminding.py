"""When an answer is awaited: reminders that go up one level at a time, each once, and the weekly note."""

from __future__ import annotations

import logging
from datetime import date, time

import sqlalchemy as sa

from app import clock
from app.accounts.models import Person
from app.db import lock, session, transaction
from app.i18n import day, force_locale
from app.i18n import gettext as _
from app.jobs import every_minute
from app.mail import weekly
from app.steps import services as steps
from app.steps.actor import SYSTEM
from app.steps.deadlines import add
from app.voices import notices, people
from app.voices.question_models import Question, Reminder, WeeklyNote
from workflows.definition import Duration

log = logging.getLogger(__name__)

BEFORE, HEAD, ELECTED, COORDINATION = -3, 1, 5, 15
"""Open days from the date owed: told to who answers, the head of the service, the elected person, the coordination."""
LEVELS = (BEFORE, HEAD, ELECTED, COORDINATION)
MONDAY = 0
FROM, UNTIL = time(7), time(9)
"""When, in Tours, what is owed enters the note of the week: it leaves at nine."""


@every_minute
def remind_all() -> int:
    """Send every reminder whose day has come; return how many questions were concerned.

    Each question in a transaction of its own: one that fails stops no other.
    """
    return sum(_attempt(question_id) for question_id in _awaited())


@every_minute
def note_what_is_owed() -> int:
    """Put in the note of the week, on Monday before it leaves, what each person owes; return how many have some."""
    now = clock.now().astimezone(clock.PARIS)
    if now.weekday() != MONDAY or not FROM <= now.time() < UNTIL:
        return 0
    told = set(session().scalars(sa.select(WeeklyNote.person_id).where(WeeklyNote.monday == now.date())))
    waiting = [person_id for person_id in people.owing() if person_id not in told]
    session().rollback()
    return sum(_note(person_id, now.date()) for person_id in waiting)


def levels_reached(due_on: date, today: date) -> list[int]:
    """Return the levels whose day has come: three open days before, then one, five and fifteen after."""
    return [level for level in LEVELS if today >= add(due_on, Duration(level, "od"))]


def _awaited() -> list[int]:
    """Return the open questions without an answer that have come within reach of a level they have not had."""
    ahead = add(clock.today(), Duration(-BEFORE, "od"))
    had = (
        sa.select(sa.func.max(Reminder.level))
        .where(Reminder.question_id == Question.id, Reminder.due_on == Question.answer_due_on)
        .scalar_subquery()
    )
    asked = sa.select(Question.id, Question.answer_due_on, sa.func.coalesce(had, BEFORE - 1)).where(
        Question.is_open, Question.answered_at.is_(None), Question.answer_due_on <= ahead,
        Question.state != "captured", sa.func.coalesce(had, BEFORE - 1) < COORDINATION,
    )  # fmt: skip
    found = session().execute(asked.order_by(Question.answer_due_on, Question.id)).all()
    session().rollback()
    today = clock.today()
    return [number for number, due_on, level in found if max(levels_reached(due_on, today), default=level) > level]


def _attempt(question_id: int) -> int:
    try:
        return _remind(question_id)
    except Exception:
        log.exception("a reminder failed: question %s", question_id)
        return 0


@transaction()
def _remind(question_id: int) -> int:
    """Send the reminders that a question has not had; late by several levels at once, only the highest is written."""
    question = lock(Question, question_id)
    if question is None or not question.is_open or question.answered_at is not None:
        return 0
    had = set(session().scalars(
        sa.select(Reminder.level).filter_by(question_id=question.id, due_on=question.answer_due_on)
    ))  # fmt: skip
    reached = [level for level in levels_reached(question.answer_due_on, clock.today()) if level not in had]
    if not reached:
        return 0
    for level in reached:
        session().add(
            Reminder(question_id=question.id, due_on=question.answer_due_on, level=level, sent_at=clock.now())
        )
    session().flush()
    told = people.to_remind(question, reached[-1])
    for person in told:
        with force_locale(person.locale):
            notices.reminder(question, person, _sentence(question, reached[-1]))
    if reached[-1] > 0:
        steps.record(question, "reminder", SYSTEM, details={"level": reached[-1], "people": len(told)})
    return 1


def _sentence(question: Question, level: int) -> str:
    """Tell why somebody is reminded; it is read by the body, or by the referents when nobody there is named."""
    when = day(question.answer_due_on)
    if level == BEFORE:
        if question.answer_due_on < clock.today():
            return _("La réponse était promise pour le %(day)s.", day=when)
        return _("La réponse à cette question est attendue pour le %(day)s.", day=when)
    return f"{_lateness(question, level)} {_('La réponse était promise pour le %(day)s.', day=when)}"


def _lateness(question: Question, level: int) -> str:
    if level == HEAD and question.state in people.WAITING_FOR_REREADING:
        return _("Une réponse est proposée, mais elle n'est pas encore publiée.")
    if level == HEAD and question.organisation is None:
        return _("Cette question n'est pas encore confiée à un service.")
    body = question.organisation.name if question.organisation else ""
    return {
        HEAD: _("%(body)s n'a pas encore répondu à cette question.", body=body),
        ELECTED: _("La réponse a cinq jours ouvrés de retard. Le tableau public le montre en rouge."),
        COORDINATION: _("La réponse a quinze jours ouvrés de retard. Elle est à porter en coordination locale."),
    }[level]


@transaction()
def _note(person_id: int, monday: date) -> int:
    person = lock(Person, person_id)
    if person is None or session().get(WeeklyNote, (person_id, monday)) is not None:
        return 0
    session().add(WeeklyNote(person_id=person_id, monday=monday))
    owed = people.owed_by(person)
    with force_locale(person.locale):
        for question in (*owed.late, *owed.soon):
            weekly.note(person.id, notices.shortened(question.contribution.text), _owed(question), question)
    return 1 if owed.late or owed.soon else 0


def _owed(question: Question) -> str:
    when, place = day(question.answer_due_on), question.neighbourhood.name
    if question.answer_due_on < clock.today():
        return _("La réponse était promise pour le %(day)s (%(place)s).", day=when, place=place)
    return _("La réponse est attendue avant le %(day)s (%(place)s).", day=when, place=place)
