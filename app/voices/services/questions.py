"""A question from its number to the body that must answer it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

import sqlalchemy as sa

from app import clock
from app.accounts.contact import normalized
from app.accounts.models import Person
from app.accounts.queries import person_with_roles
from app.accounts.services.newcomers import welcome
from app.db import lock, session, transaction
from app.steps import services as steps
from app.steps.actor import Actor
from app.steps.deadlines import add
from app.steps.models import StepKind
from app.steps.seen import as_seen
from app.territory.models import Organisation
from app.voices import policy
from app.voices.models import (
    Contribution,
    ContributionKind,
    Moderation,
    ReplyWay,
    Visibility,
    VoiceTheme,
)
from app.voices.policy import NotAllowed
from app.voices.question_models import Question
from app.voices.words import keep_original, question_of
from workflows.definition import Duration

WORKFLOW = "question"
DIGITS = 8
"""Of the number on the card: said on the telephone, and not to be guessed."""
SIMPLE_DAYS, WIDE_DAYS = 15, 30
"""Open days to answer: one body, or several (DOMAIN B.3)."""


class NotTheirs(Exception):
    """This person does not answer for this body."""


@dataclass(frozen=True)
class Reading:
    """What staff decides when reading words that wait: what is published, and to whom it is shown."""

    text: str
    theme: VoiceTheme | None = None
    visibility: Visibility = Visibility.PUBLIC


@dataclass(frozen=True)
class Sorting:
    """How a question is sorted: `called` says who was telephoned when it is urgent."""

    theme: VoiceTheme
    answer_days: int = SIMPLE_DAYS
    is_private: bool = False
    is_urgent: bool = False
    called: str = ""


@transaction()
def ask(said: Contribution, actor: Actor) -> Question:
    """Make words a question: it gets a number and the date by which it will be answered.

    When the words have been read already, the receipt leaves at once.
    """
    due = add(clock.today(), Duration(SIMPLE_DAYS, "od"))
    question = Question(
        code=_new_code(),
        contribution=said,
        neighbourhood_id=said.neighbourhood_id,
        received_at=clock.now(),
        promised_on=due,
        answer_due_on=due,
    )
    steps.begin(question, WORKFLOW, actor)
    if said.moderation is Moderation.PUBLISHED:
        steps.perform(question, "acknowledge", actor)
    return question


@transaction()
def make_a_question(said_id: int, actor: Actor) -> Question:
    """Turn a remark that was published into a question, once. Raises NotAllowed."""
    said = _kept_by(said_id, actor)
    known = question_of(said.id)
    if known is not None:
        return known
    said.kind = ContributionKind.QUESTION
    session().flush()
    return ask(said, actor)


@transaction()
def welcome_words(said_id: int, reading: Reading, actor: Actor) -> Contribution:
    """Publish words that waited, as they were reread; a question is acknowledged. Raises NotAllowed.

    Who left an address becomes a person we know, so that the answer can reach them.
    """
    said = _kept_by(said_id, actor)
    if said.moderation is not Moderation.WAITING:
        return said
    former, said.text = said.text, reading.text.strip()
    keep_original(said, former)
    said.theme, said.visibility = reading.theme or said.theme, reading.visibility
    said.moderation = Moderation.PUBLISHED
    _know_the_author(said, actor)
    session().flush()
    question = question_of(said.id)
    if question is not None and question.state == "captured":
        steps.perform(question, "acknowledge", actor)
    return said


@transaction()
def set_words_aside(said_id: int, reason: str, actor: Actor) -> None:
    """Keep words from being published, with the reason, and forget who left them. Raises NotAllowed."""
    said = _kept_by(said_id, actor)
    if said.moderation is not Moderation.WAITING:
        return
    said.moderation, said.set_aside_reason = Moderation.SET_ASIDE, reason.strip()
    said.contact = said.contact_name = ""
    session().flush()
    question = question_of(said.id)
    if question is not None and question.state == "captured":
        steps.perform(question, "set_aside", actor, reason)


@transaction()
def sort(question_id: int, sorting: Sorting, actor: Actor) -> None:
    """Sort a question: theme, time to answer, urgency, personal case. Raises ActionRefused, NotAllowed."""
    question = sorted_by(question_id, actor)
    said = question.contribution
    said.theme = sorting.theme
    if sorting.is_private:
        said.visibility = Visibility.PRIVATE
    question.is_urgent, question.called = sorting.is_urgent, sorting.called.strip() if sorting.is_urgent else ""
    question.answer_days = sorting.answer_days
    due = add(question.received_at.astimezone(clock.PARIS).date(), Duration(sorting.answer_days, "od"))
    question.answer_due_on = max(due, question.promised_on)
    session().flush()
    steps.perform(question, "qualify", actor, details={"answer_days": sorting.answer_days})
    if sorting.is_urgent:
        steps.record(question, "urgent_call", actor, sorting.called.strip(), is_public=False)
    if sorting.is_private:
        steps.record(question, "made_private", actor, is_public=False)


@transaction()
def entrust(question_id: int, organisation_id: int, answerer_id: int, actor: Actor) -> None:
    """Entrust a question to a body and to somebody who answers for it.

    Raises ActionRefused, NotAllowed, NotTheirs.
    """
    question = sorted_by(question_id, actor)
    body = session().get(Organisation, organisation_id)
    person = person_with_roles(answerer_id)
    if body is None or person is None or not policy.answers_for(person, body) or not serves(body, question):
        raise NotTheirs
    question.organisation, question.answerer = body, person
    if question.state in ("reopened", "mediation"):
        question.answer_due_on = add(clock.today(), Duration(question.answer_days, "od"))
    session().flush()
    steps.perform(question, "assign", actor, details={"body": body.name})


@transaction()
def act(question_id: int, action: str, actor: Actor, note: str, seen: int) -> None:
    """Take a plain action on a question as it was seen. Raises AlreadyDone, Moved, ActionRefused."""
    question = as_seen(session().get_one(Question, question_id), (StepKind.ACTION, action), actor, seen)
    if action in ("decline", "take_back"):
        details: dict[str, object] = {"body": question.organisation.name if question.organisation else ""}
        steps.perform(question, action, actor, note, details)
    else:
        steps.perform(question, action, actor, note)


def serves(body: Organisation, question: Question) -> bool:
    """Say whether a body may answer for this question: it serves the city, or all of them."""
    return body.commune_id is None or body.commune_id == question.neighbourhood.commune_id


def sorted_by(question_id: int, actor: Actor) -> Question:
    """Lock a question that this person sorts. Raises NotAllowed."""
    question = lock(Question, question_id)
    if question is None or not policy.can_sort(question.neighbourhood, actor):
        raise NotAllowed
    return question


def _kept_by(said_id: int, actor: Actor) -> Contribution:
    said = lock(Contribution, said_id)
    if said is None or not policy.can_keep(said.neighbourhood, actor):
        raise NotAllowed
    return said


def _know_the_author(said: Contribution, actor: Actor) -> None:
    """Turn the address that a visitor left into a person; a name alone is somebody to tell by hand."""
    address = normalized(said.contact) if said.contact else None
    if said.author_id is None and address and said.reply_way is ReplyWay.MESSAGE:
        person: Person = welcome(said.contact_name or said.contact.partition("@")[0], address, actor)
        if person.neighbourhood_id is None:
            person.neighbourhood_id = said.neighbourhood_id
        said.author_id = person.id
    elif said.author_id is None and said.reply_way is ReplyWay.MESSAGE:
        said.reply_way = ReplyWay.MEETING
    said.contact = said.contact_name = ""


def _new_code() -> str:
    while True:
        code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
        if session().scalar(sa.select(Question.id).where(Question.code == code)) is None:
            return code
