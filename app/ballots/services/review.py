"""Examining ideas: an answer for each criterion; who is refused is told why, and a service receives the idea."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from app import clock
from app.ballots import letters
from app.ballots.models import Candidacy, Eligibility, EligibilityReview
from app.ballots.policy import NotAllowed
from app.ballots.services.opening import judged
from app.db import session, transaction
from app.projects.models import Project
from app.steps import services as steps
from app.steps.actor import Actor
from app.territory.models import Organisation

REVIEWED_IN = frozenset({"ideas", "eligibility", "coconstruction"})


@dataclass(frozen=True)
class Answer:
    """What was found for one criterion; the reason is needed when it is not met."""

    is_met: bool
    reason: str = ""


@dataclass(frozen=True)
class Refusal:
    """Why the idea is not possible, which service receives it, and how to ask again, in plain words."""

    plain: str
    handed_to_id: int
    ask_again: str


@transaction()
def review_idea(project_id: int, answers: Mapping[str, Answer], refusal: Refusal | None, actor: Actor) -> Candidacy:
    """Answer each criterion: all met, the idea goes on; else it is refused, handed over, and its authors are told.

    Raises NotAllowed, ValueError when a criterion has no answer or a refusal is not explained, ActionRefused.
    """
    project, candidacy = judged(project_id, actor, {"submitted"})
    if candidacy.edition.state not in REVIEWED_IN:
        raise NotAllowed
    _write(candidacy, answers, actor)
    candidacy.decided_by_id, candidacy.decided_at = actor.person_id, clock.now()
    if all(answer.is_met for answer in answers.values()):
        return _accept(project, candidacy, actor)
    if refusal is None:
        raise ValueError("a refusal is explained")
    return _refuse(project, candidacy, refusal, actor)


def _accept(project: Project, candidacy: Candidacy, actor: Actor) -> Candidacy:
    candidacy.eligibility, candidacy.refusal, candidacy.ask_again = Eligibility.ELIGIBLE, "", ""
    candidacy.handed_to_id, candidacy.told_at = None, clock.now()
    session().flush()
    steps.perform(project, "find_eligible", actor)
    letters.tell_eligible(project, candidacy)
    return candidacy


def _refuse(project: Project, candidacy: Candidacy, refusal: Refusal, actor: Actor) -> Candidacy:
    receiver = session().get_one(Organisation, refusal.handed_to_id)
    if receiver.commune_id not in (None, candidacy.edition.commune_id):
        raise NotAllowed
    candidacy.eligibility, candidacy.refusal = Eligibility.REFUSED, refusal.plain
    candidacy.ask_again, candidacy.handed_to_id = refusal.ask_again, receiver.id
    candidacy.told_at = clock.now()
    session().flush()
    steps.perform(project, "refuse_idea", actor, refusal.plain, {"handed_to": receiver.name})
    letters.tell_refused(project, candidacy, receiver)
    return candidacy


def _write(candidacy: Candidacy, answers: Mapping[str, Answer], actor: Actor) -> None:
    wanted = [criterion["code"] for criterion in candidacy.edition.criteria]
    if set(wanted) != answers.keys():
        raise ValueError("each criterion has its answer")
    session().execute(sa.delete(EligibilityReview).where(EligibilityReview.candidacy_id == candidacy.id))
    session().add_all(
        EligibilityReview(
            candidacy_id=candidacy.id, criterion=code, is_met=answers[code].is_met,
            reason=answers[code].reason, by_id=actor.person_id, at=clock.now(),
        )
        for code in wanted
    )  # fmt: skip
    session().flush()
    session().expire(candidacy, ["reviews"])
