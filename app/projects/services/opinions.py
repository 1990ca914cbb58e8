"""Opinions of services and partners: asking, answering, keying what came by telephone, reminding."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa

from app import clock
from app.db import lock, session, transaction
from app.jobs import attempt, every_minute
from app.projects import follow_policy, opinion_letters
from app.projects.models import Opinion, OpinionChannel, OpinionValue, Project
from app.projects.policy import NotAllowed
from app.steps import services as steps
from app.steps.actor import Actor
from app.steps.deadlines import add
from workflows.definition import Duration

BEFORE, AFTER = -3, 1
"""Open days from the date: when whoever is asked is reminded."""
FROM_HOUR = 9
"""Nobody is written to by night."""


@dataclass(frozen=True)
class Asked:
    """A question: of which body or partner, of whom there, what, and how many open days they have."""

    question: str
    open_days: int
    organisation_id: int | None = None
    answerer_id: int | None = None
    partner: str = ""
    contact: dict[str, str] = field(default_factory=dict)
    """Name, e-mail and telephone of whoever answers there, when they have no account."""


@dataclass(frozen=True)
class Given:
    """An answer: favourable or not, why, and how it came."""

    value: OpinionValue
    text: str = ""
    channel: OpinionChannel = OpinionChannel.ONLINE
    given_by: str = ""


class ReasonMissing(ValueError):
    """An opinion that is not favourable says why."""


@transaction()
def ask(project_id: int, asked: Asked, actor: Actor) -> Opinion:
    """Ask an opinion and write to whoever gives it; the same question put twice is asked once. Raises NotAllowed."""
    project = lock(Project, project_id)
    if project is None or not follow_policy.can_ask_opinion(project, actor):
        raise NotAllowed
    known = _waiting_for(project, asked)
    if known is not None:
        return known
    due_on = add(clock.today(), Duration(asked.open_days, "od"))
    made = Opinion(
        project=project, organisation_id=asked.organisation_id, answerer_id=asked.answerer_id, partner=asked.partner,
        contact_name=asked.contact.get("name", ""), contact_email=asked.contact.get("email", ""),
        contact_phone=asked.contact.get("phone", ""), question=asked.question.strip(), due_on=due_on,
        asked_by_id=actor.person_id, asked_at=clock.now(),
        reminded_before_at=clock.now() if remind_from(due_on) <= clock.today() else None,
    )  # fmt: skip
    session().add(made)
    session().flush()
    steps.record(project, "opinion_asked", actor, details={"opinion": made.id, "of": made.asked_of})
    opinion_letters.ask(made)
    return made


@transaction()
def give(opinion_id: int, given: Given, actor: Actor) -> None:
    """Answer in the name of whoever is asked; who answers again changes their answer, and the history keeps both.

    Raises NotAllowed, or ReasonMissing.
    """
    opinion = _locked(opinion_id)
    if not follow_policy.can_give_opinion(opinion, actor):
        raise NotAllowed
    _keep(opinion, given, actor)


@transaction()
def key(opinion_id: int, given: Given, actor: Actor) -> None:
    """Key an answer that came by telephone, letter, e-mail or in a meeting, and tell whoever may correct it.

    What a service wrote itself is not overwritten: only it may change its words. Raises NotAllowed, ReasonMissing.
    """
    opinion = _locked(opinion_id)
    if not follow_policy.can_key_opinion(opinion, actor) or given.channel is OpinionChannel.ONLINE:
        raise NotAllowed
    if _keep(opinion, given, actor):
        opinion_letters.show_keyed(opinion)


@every_minute
def remind_late_opinions() -> int:
    """Remind whoever owes an opinion, three open days before and one after its date; return how many were written."""
    if clock.now().astimezone(clock.PARIS).hour < FROM_HOUR:
        return 0
    return sum(bool(attempt(_remind, opinion_id)) for opinion_id in _to_remind())


def opinions_waiting(project_id: int) -> list[Opinion]:
    """Return the opinions asked on a project that have not come, oldest first."""
    asked = sa.select(Opinion).where(Opinion.project_id == project_id, Opinion.given_at.is_(None))
    return list(session().scalars(asked.order_by(Opinion.id)))


def remind_from(due_on: date) -> date:
    """Return the day of the first reminder."""
    return add(due_on, Duration(BEFORE, "od"))


def _keep(opinion: Opinion, given: Given, actor: Actor) -> bool:
    """Keep an answer; say whether it says something new."""
    text = given.text.strip()
    if given.value is not OpinionValue.FAVOURABLE and not text:
        raise ReasonMissing
    same_hand = (opinion.channel is OpinionChannel.ONLINE) == (given.channel is OpinionChannel.ONLINE)
    if same_hand and (opinion.value, opinion.text) == (given.value, text):
        return False
    opinion.value, opinion.text, opinion.channel = given.value, text, given.channel
    opinion.given_by, opinion.given_by_id, opinion.given_at = given.given_by.strip(), actor.person_id, clock.now()
    session().flush()
    details = {"opinion": opinion.id, "of": opinion.asked_of, "value": given.value.value, "by": given.channel.value}
    steps.record(opinion.project, "opinion_given", actor, text, details=details)
    opinion_letters.told(opinion, actor)
    return True


def _locked(opinion_id: int) -> Opinion:
    opinion = lock(Opinion, opinion_id)
    if opinion is None:
        raise NotAllowed
    return opinion


def _waiting_for(project: Project, asked: Asked) -> Opinion | None:
    return session().scalar(
        sa.select(Opinion).filter_by(
            project_id=project.id, organisation_id=asked.organisation_id, partner=asked.partner,
            question=asked.question.strip(), given_at=None,
        ).order_by(Opinion.id)
    )  # fmt: skip


def _to_remind() -> list[int]:
    today = clock.today()
    ahead, behind = add(today, Duration(-BEFORE, "od")), add(today, Duration(-AFTER, "od"))
    soon = sa.and_(Opinion.reminded_before_at.is_(None), Opinion.due_on <= ahead)
    late = sa.and_(Opinion.reminded_after_at.is_(None), Opinion.due_on <= behind)
    found = session().scalars(
        sa.select(Opinion.id)
        .join(Project, Project.id == Opinion.project_id)
        .where(Opinion.given_at.is_(None), Project.state.in_(follow_policy.OPINION_STATES), sa.or_(soon, late))
        .order_by(Opinion.due_on, Opinion.id)
    ).all()  # fmt: skip
    session().rollback()
    return list(found)


@transaction()
def _remind(opinion_id: int) -> bool:
    """Write one reminder; late already, only the second is written. A date that has come is asked of open days."""
    opinion, today = _locked(opinion_id), clock.today()
    if opinion.given_at is not None:
        return False
    late = today >= add(opinion.due_on, Duration(AFTER, "od"))
    if late and opinion.reminded_after_at is None:
        opinion.reminded_before_at = opinion.reminded_before_at or clock.now()
        opinion.reminded_after_at = clock.now()
    elif opinion.reminded_before_at is None and today >= remind_from(opinion.due_on):
        opinion.reminded_before_at = clock.now()
    else:
        return False
    session().flush()
    opinion_letters.remind(opinion, late=late)
    return True
