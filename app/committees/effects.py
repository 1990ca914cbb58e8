"""What happens when a project or a sitting moves, and who counts as a member of the committee."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from app import clock
from app.committees import decision_letters
from app.committees.deliberation import GRANTS
from app.committees.minutes_signing import presides
from app.committees.models import Committee, Decision, Result, Sitting
from app.committees.policy import may_run
from app.committees.queries import chairs, current_decision, decision_and_seat, envelope_left
from app.committees.services import agenda
from app.db import session
from app.funds.models import Fund
from app.funds.opening import founding
from app.projects.models import Project
from app.projects.notices import written_elsewhere
from app.steps.actor import Actor
from app.steps.kinds import reversal, role_source, upon, watcher
from app.steps.models import Step, StepKind

DECIDING = frozenset(result.value for result in Result)
"""The actions that record a decision: the committee writes about them itself, as about the day it examines a file."""
written_elsewhere(*DECIDING, agenda.ON_AGENDA)


@role_source("project")
def committee_roles(project: Project, actor: Actor) -> Iterator[str]:
    """Yield "committee_member" for whoever sits today in the committee of the project's fund."""
    if project.state != "scheduled" or project.fund_id is None or actor.acting_id is None:
        return
    if decision_and_seat(project, actor.acting_id)[1]:
        yield "committee_member"
        if chairs(project, actor.acting_id):
            yield "committee_chair"


@founding
def found_committee(fund: Fund, name: str, _actor: Actor) -> None:
    """A fund opens: its committee is founded with it, without members yet."""
    session().add(Committee(fund_id=fund.id, name=name.strip()))
    session().flush()


@upon("project", "return_to_committee", "rework")
def leave_to_the_past(project: Project, _actor: Actor) -> None:
    """Keep the former decision as a memory: a new deliberation begins."""
    decision = current_decision(project)
    if decision is not None:
        decision.is_past = True
        session().flush()


@reversal("project", "return_to_committee", "rework")
def bring_back(project: Project, _step: Step, _actor: Actor) -> None:
    """Put the former decision in force again, since coming back was a mistake."""
    former = session().scalar(
        sa.select(Decision)
        .where(Decision.project_id == project.id, Decision.is_past, Decision.annulled_at.is_(None))
        .order_by(Decision.decided_at.desc(), Decision.id.desc())
        .limit(1)
    )
    if former is not None:
        former.is_past = False


@reversal("project", "grant", "grant_with_conditions", "adjourn", "refuse")
def annul(project: Project, _step: Step, _actor: Actor) -> None:
    """Annul the decision and take the grant back; the row stays, and the fund releases the money."""
    decision = current_decision(project)
    if decision is None:
        return
    decision.annulled_at = clock.now()
    if decision.result in GRANTS:
        project.granted_cents = None


@watcher("project")
def put_on_an_agenda(project: Project, step: Step, actor: Actor) -> None:
    """Give a file that has just become ready its sitting, and tell its team the day."""
    if step.kind is StepKind.ACTION and step.to_state == "scheduled":
        agenda.place(project, actor)


@watcher("project")
def write_decision(project: Project, step: Step, actor: Actor) -> None:
    """Write to the team what was decided and why, what comes next, and how to ask again."""
    if step.kind is not StepKind.ACTION or step.action not in DECIDING:
        return
    decision = current_decision(project)
    if decision is not None:
        decision_letters.write_to_team(project, decision, actor)


@role_source("sitting")
def sitting_roles(sitting: Sitting, actor: Actor) -> Iterator[str]:
    """Yield what a person may do for a sitting: keep its secretariat, or sign for the chair."""
    if may_run(sitting.committee, actor):
        yield "committee_secretary"
    if presides(sitting, actor):
        yield "committee_chair"


@upon("sitting", "convene")
def date_convocation(sitting: Sitting, _actor: Actor) -> None:
    """Write when the members were called."""
    sitting.convened_at = clock.now()


@upon("sitting", "open")
def date_opening(sitting: Sitting, _actor: Actor) -> None:
    """Write when the sitting began, and what there was to give."""
    sitting.opened_at = clock.now()
    sitting.left_at_opening_cents = envelope_left(sitting.committee.fund_id).left


@upon("sitting", "close")
def date_closing(sitting: Sitting, _actor: Actor) -> None:
    """Write when the sitting ended, and what is left to give."""
    sitting.closed_at = clock.now()
    sitting.left_at_closing_cents = envelope_left(sitting.committee.fund_id).left


@upon("sitting", "publish")
def date_publication(sitting: Sitting, _actor: Actor) -> None:
    """Write when everybody could read the minutes."""
    sitting.published_at = clock.now()
