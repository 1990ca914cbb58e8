"""Writing an answer, rereading it, publishing it; saying "not yet", or whose it is; keeping what was committed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app import clock
from app.accounts.queries import person_with_roles
from app.db import lock, session, transaction
from app.i18n import gettext as _
from app.steps import services as steps
from app.steps.actor import Actor
from app.steps.kinds import roles_of
from app.steps.models import StepKind
from app.steps.seen import as_seen
from app.territory.models import Organisation
from app.voices import notices, people, policy
from app.voices.guards import draft_of
from app.voices.policy import NotAllowed
from app.voices.question_models import Answer, AnswerKind, Commitment, CommitmentState, Question
from app.voices.services.questions import NotTheirs, serves

ANSWERING = frozenset({"assigned", "interim"})


class ChangedMeanwhile(Exception):
    """Somebody else saved or handed on the draft since this page was shown; nothing was stored."""


@dataclass(frozen=True)
class Draft:
    """An answer as it is written: what it says, in plain words as well, and what is committed by which day."""

    kind: AnswerKind
    text: str
    plain_text: str
    reason: str = ""
    commitments: Sequence[tuple[str, date]] = ()


@transaction()
def save_draft(question_id: int, draft: Draft, actor: Actor, seen: int) -> Answer:
    """Keep the answer being written, whole or not; `seen` is the revision the person read (0: none yet).

    Raises NotAllowed for whoever does not answer for the body, ChangedMeanwhile.
    """
    question = answered_by(question_id, actor)
    if question.state not in ANSWERING:
        raise ChangedMeanwhile
    answer = draft_of(question)
    if (answer.revision if answer else 0) != seen:
        raise ChangedMeanwhile
    if answer is None:
        answer = _new_answer(question, draft.kind, actor)
    else:
        answer.revision += 1
    answer.kind, answer.text, answer.plain_text = draft.kind, draft.text.strip(), draft.plain_text.strip()
    answer.reason = draft.reason.strip()
    answer.organisation_id = question.organisation_id or answer.organisation_id
    answer.commitments[:] = [Commitment(what=what.strip(), due_on=due_on) for what, due_on in draft.commitments]
    session().flush()
    return answer


@transaction()
def propose(question_id: int, draft: Draft, actor: Actor, seen: int) -> None:
    """Keep the answer and hand it to the referent. Raises as `save_draft`, and ActionRefused when it is not whole."""
    save_draft(question_id, draft, actor, seen)
    steps.perform(answered_by(question_id, actor), "draft", actor)


@transaction()
def give_interim(question_id: int, words: str, next_step_on: date, actor: Actor) -> None:
    """Say what is being looked into, and when the next news will come. Raises NotAllowed, ActionRefused."""
    question = answered_by(question_id, actor)
    answer = _new_answer(question, AnswerKind.INTERIM, actor)
    answer.text = answer.plain_text = words.strip()
    answer.next_step_on, answer.published_at = next_step_on, clock.now()
    question.answer_due_on = next_step_on
    session().flush()
    steps.perform(question, "give_interim", actor, words, {"next_step_on": next_step_on.isoformat()})


@transaction()
def transfer(question_id: int, organisation_id: int, note: str, actor: Actor) -> None:
    """Say whose answer it is: the question goes to that body, which says within five open days whether it answers.

    Raises NotAllowed, NotTheirs when that body does not serve this city or is the same, ActionRefused.
    """
    question = _moved_by(question_id, actor)
    body = session().get(Organisation, organisation_id)
    if body is None or body.id == question.organisation_id or not serves(body, question):
        raise NotTheirs
    answer = _new_answer(question, AnswerKind.NOT_OURS, actor)
    answer.to_organisation_id, answer.next_step_on = body.id, question.answer_due_on
    answer.text = answer.plain_text = note.strip() or _(
        "Ce n'est pas à nous de répondre. %(body)s le peut.", body=body.name
    )
    answer.published_at = clock.now()
    session().flush()
    steps.perform(question, "transfer", actor, note, {"body": body.name})
    question.organisation, question.answerer = body, None
    for person in people.answerers_of(body):
        notices.to_answerer(question, person)


@transaction()
def accept(question_id: int, actor: Actor) -> None:
    """Accept a question that another body passed on, in one's own name. Raises NotAllowed, ActionRefused."""
    question = answered_by(question_id, actor)
    question.answerer_id = actor.acting_id
    session().flush()
    body = question.organisation.name if question.organisation else ""
    steps.perform(question, "accept", actor, details={"body": body})


@transaction()
def approve(question_id: int, actor: Actor, seen: int, *, publish_now: bool) -> None:
    """Approve an answer as it was reread and, unless told otherwise, publish it at once.

    `seen` is the number of steps of the question that was shown. Raises AlreadyDone, Moved, ActionRefused.
    """
    question = as_seen(_existing(question_id), (StepKind.ACTION, "approve"), actor, seen)
    if question.state == "drafted":
        steps.perform(question, "approve", actor)
    if publish_now:
        steps.perform(question, "publish", actor)


@transaction()
def keep_commitment(commitment_id: int, evidence: str, actor: Actor) -> None:
    """Say that a commitment is kept, with what shows it. Raises NotAllowed."""
    promise, question = _followed_by(commitment_id, actor)
    if promise.state is CommitmentState.OPEN:
        promise.evidence = evidence.strip()
        _close(promise, CommitmentState.KEPT, actor)
        steps.record(question, "commitment_kept", actor, f"{promise.what} – {promise.evidence}")


@transaction()
def drop_commitment(commitment_id: int, reason: str, actor: Actor) -> None:
    """Say that a commitment will not be kept, and why. Raises NotAllowed."""
    promise, question = _followed_by(commitment_id, actor)
    if promise.state is CommitmentState.OPEN:
        promise.reason = reason.strip()
        _close(promise, CommitmentState.DROPPED, actor)
        steps.record(question, "commitment_dropped", actor, f"{promise.what} – {promise.reason}")


def answered_by(question_id: int, actor: Actor) -> Question:
    """Lock a question whose body this person answers for. Raises NotAllowed."""
    question = _existing(question_id)
    person = person_with_roles(actor.acting_id) if actor.acting_id else None
    if person is None or question.organisation is None or not policy.answers_for(person, question.organisation):
        raise NotAllowed
    return question


def _close(promise: Commitment, state: CommitmentState, actor: Actor) -> None:
    promise.state, promise.closed_at, promise.closed_by_id = state, clock.now(), actor.person_id
    session().flush()


def _followed_by(commitment_id: int, actor: Actor) -> tuple[Commitment, Question]:
    promise = lock(Commitment, commitment_id)
    answer = session().get(Answer, promise.answer_id) if promise else None
    if promise is None or answer is None or answer.published_at is None:
        raise NotAllowed
    if not policy.can_follow(promise, actor):
        raise NotAllowed
    return promise, _existing(answer.question_id)


def _moved_by(question_id: int, actor: Actor) -> Question:
    question = _existing(question_id)
    if not roles_of(question, actor) & {"answerer", "referent", "metro_admin"} or question.organisation_id is None:
        raise NotAllowed
    return question


def _existing(question_id: int) -> Question:
    question = lock(Question, question_id)
    if question is None:
        raise NotAllowed
    return question


def _new_answer(question: Question, kind: AnswerKind, actor: Actor) -> Answer:
    last = session().scalar(sa.select(sa.func.max(Answer.version)).where(Answer.question_id == question.id)) or 0
    assert question.organisation_id is not None
    assert actor.acting_id is not None
    answer = Answer(
        question_id=question.id,
        version=last + 1,
        kind=kind,
        text="",
        plain_text="",
        organisation_id=question.organisation_id,
        author_id=actor.acting_id,
        written_at=clock.now(),
    )
    session().add(answer)
    return answer
