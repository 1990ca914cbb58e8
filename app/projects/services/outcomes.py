"""Saying what became of residents' words in a project, telling it back, and hearing what their author thinks of it."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from app import clock
from app.db import lock, session, transaction
from app.dialogue.models import Meeting
from app.mail import Message
from app.mail.outbox import on_departure
from app.projects import codesign_policy as policy
from app.projects import outcome_notices as notices
from app.projects.models import (
    ChangeCause,
    ContributionLink,
    ContributionOutcome,
    Outcome,
    OutcomeReply,
    OutcomeTelling,
    Project,
    ProjectChange,
    ReasonCode,
)
from app.projects.policy import NotAllowed
from app.projects.queries.outcomes import SUBSTANTIAL
from app.steps import services as steps
from app.steps.actor import SYSTEM, Actor
from app.voices.models import Contribution, ReplyWay
from app.voices.words import put_together

ANSWERED = 1
"""The most that words leave which were not taken up."""


@dataclass(frozen=True)
class Decision:
    """What is said of some words: the outcome, its trace from 0 to 4, why, and to whom they are passed on."""

    outcome: Outcome
    impact: int | None = None
    reason_code: ReasonCode | None = None
    reason_text: str = ""
    passed_to: str = ""


class NoTrace(ValueError):
    """A substantial trace needs a change of the project that names these words."""


class WhereIsIt(ValueError):
    """Words said to be adopted that no change names: say in a sentence where they can be seen."""


class AnsweredMeanwhile(Exception):
    """Another outcome has replaced this one, or its reply was already given."""


@transaction()
def decide_outcome(project_id: int, said_id: int, decision: Decision, actor: Actor) -> ContributionOutcome:
    """Say what became of words linked to a project; the same said twice is kept once. The author is told.

    Raises NotAllowed, NoTrace, WhereIsIt.
    """
    project = lock(Project, project_id)
    said = session().get(Contribution, said_id)
    if project is None or said is None or not policy.can_decide_outcome(project, actor) or not _linked(project, said):
        raise NotAllowed
    _check_trace(project, said, decision)
    last = current_outcome(project.id, said.id)
    if last is not None and _says(last) == decision:
        return last
    made = _add(project, said.id, last, decision, actor)
    if not made.outcome.is_awaited:
        _tell_back(project, said, made)
    steps.record(project, "outcome_given", actor, details={"said": said.id, "outcome": made.outcome.value})
    return made


@transaction()
def reply_to_outcome(project_id: int, outcome_id: int, words: str, actor: Actor, *, confirms: bool) -> OutcomeReply:
    """Keep whether an outcome suits the author of the words; when it does not, the referents are asked to answer.

    The history names nobody: words are published without their author. Raises NotAllowed, AnsweredMeanwhile.
    """
    project, outcome, said = _outcome(project_id, outcome_id)
    if not policy.can_reply(said, outcome, project, actor):
        raise NotAllowed
    if session().get(OutcomeReply, outcome.id) or outcome is not current_outcome(project.id, said.id):
        raise AnsweredMeanwhile
    reply = OutcomeReply(
        outcome_id=outcome.id, confirms=confirms, words=words.strip(), by_id=actor.person_id,
        on_behalf_id=actor.on_behalf_id, answered_at=clock.now(),
    )  # fmt: skip
    session().add(reply)
    session().flush()
    steps.record(project, "outcome_confirmed" if confirms else "outcome_contested", SYSTEM, details={"said": said.id})
    if not confirms:
        notices.tell_referents(project, outcome, reply.words)
    return reply


@transaction()
def tell_aloud(project_id: int, outcome_id: int, meeting_id: int | None, actor: Actor) -> None:
    """Note that an outcome was told aloud, in a meeting of the neighbourhood or to the person. Raises NotAllowed."""
    project, outcome, _said = _outcome(project_id, outcome_id)
    meeting = session().get(Meeting, meeting_id) if meeting_id else None
    elsewhere = meeting_id and (meeting is None or meeting.space.neighbourhood_id != project.neighbourhood_id)
    if elsewhere or not policy.can_tell(project, actor):
        raise NotAllowed
    session().execute(
        sa.update(OutcomeTelling)
        .where(OutcomeTelling.outcome_id == outcome.id, OutcomeTelling.told_on.is_(None))
        .values(told_on=clock.today(), told_by_id=actor.person_id, meeting_id=meeting_id)
    )


@on_departure("project")
def note_departure(message: Message) -> None:
    """Note that an outcome has reached its person when its message leaves."""
    session().execute(
        sa.update(OutcomeTelling)
        .where(OutcomeTelling.message_id == message.id, OutcomeTelling.told_on.is_(None))
        .values(told_on=clock.today(), told_by_id=message.delivered_by_id)
    )


def current_outcome(project_id: int, said_id: int) -> ContributionOutcome | None:
    """Return what is said now of some words in a project, or None."""
    return session().scalar(
        sa.select(ContributionOutcome)
        .filter_by(project_id=project_id, contribution_id=said_id)
        .order_by(ContributionOutcome.number.desc())
        .limit(1)
    )


def is_cause(project: Project, said_id: int) -> bool:
    """Say whether some words changed the project, or gave birth to it."""
    if project.origin_contribution_id == said_id:
        return True
    return session().scalar(_changes_naming(project, said_id)) is not None


def _changes_naming(project: Project, said_id: int) -> sa.Select[int]:
    return (
        sa.select(ChangeCause.change_id)
        .join(ProjectChange, ProjectChange.id == ChangeCause.change_id)
        .where(ProjectChange.project_id == project.id, ChangeCause.contribution_id == said_id)
        .limit(1)
    )


def rests_on(project: Project, change: ProjectChange, said_id: int) -> bool:
    """Say whether a strong trace was promised to some words, and only this change shows it."""
    last = current_outcome(project.id, said_id)
    if last is None or (last.impact or 0) < SUBSTANTIAL or project.origin_contribution_id == said_id:
        return False
    return session().scalar(_changes_naming(project, said_id).where(ChangeCause.change_id != change.id)) is None


def wait_again(project: Project, said_id: int, reason: str, actor: Actor) -> None:
    """Put the outcome of some words back to waiting, inside a transaction: what showed its trace was a mistake."""
    made = _add(
        project, said_id, current_outcome(project.id, said_id), Decision(Outcome.WAITING, reason_text=reason.strip()),
        actor,
    )  # fmt: skip
    steps.record(project, "outcome_given", actor, details={"said": said_id, "outcome": made.outcome.value})


def _add(
    project: Project, said_id: int, last: ContributionOutcome | None, decision: Decision, actor: Actor
) -> ContributionOutcome:
    made = ContributionOutcome(
        contribution_id=said_id, project_id=project.id, number=last.number + 1 if last else 1, **vars(decision),
        decided_by_id=actor.person_id, on_behalf_id=actor.on_behalf_id, decided_at=clock.now(),
    )  # fmt: skip
    session().add(made)
    session().flush()
    return made


def _check_trace(project: Project, said: Contribution, decision: Decision) -> None:
    traced = is_cause(project, said.id)
    if (decision.impact or 0) >= SUBSTANTIAL and not traced:
        raise NoTrace
    adopted = decision.outcome in (Outcome.ADOPTED, Outcome.PARTLY)
    if adopted and not traced and not decision.reason_text.strip():
        raise WhereIsIt


def _tell_back(project: Project, said: Contribution, outcome: ContributionOutcome) -> None:
    """Write to whoever said these words, here or in words merged into them; without a contact, a meeting tells it."""
    rows = session().execute(
        sa.select(Contribution.author_id, Contribution.text)
        .where(Contribution.id.in_(put_together(said.id)), Contribution.reply_way == ReplyWay.MESSAGE)
        .where(Contribution.author_id.is_not(None))
        .order_by(Contribution.id)
    )
    authors: dict[int, str] = {}
    for author_id, text in rows:
        if author_id is not None:
            authors.setdefault(author_id, text)
    for author_id, text in authors.items():
        message = notices.tell_author(project, outcome, author_id, text, asks=author_id == said.author_id)
        session().add(OutcomeTelling(outcome_id=outcome.id, message_id=message.id))
    if said.author_id not in authors:
        session().add(OutcomeTelling(outcome_id=outcome.id))
    session().flush()


def _linked(project: Project, said: Contribution) -> bool:
    link = sa.select(ContributionLink.id).filter_by(project_id=project.id, contribution_id=said.id)
    return session().scalar(link) is not None


def _says(outcome: ContributionOutcome) -> Decision:
    return Decision(outcome.outcome, outcome.impact, outcome.reason_code, outcome.reason_text, outcome.passed_to)


def _outcome(project_id: int, outcome_id: int) -> tuple[Project, ContributionOutcome, Contribution]:
    project, outcome = lock(Project, project_id), session().get(ContributionOutcome, outcome_id)
    if project is None or outcome is None or outcome.project_id != project.id:
        raise NotAllowed
    return project, outcome, session().get_one(Contribution, outcome.contribution_id)
