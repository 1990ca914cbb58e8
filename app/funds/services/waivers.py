"""Letting a project be granted although its carriers are late elsewhere: with a reason, and a way back."""

from __future__ import annotations

from app import clock
from app.db import lock, session, transaction
from app.funds import overdue, policy
from app.funds.refund_models import Waiver
from app.funds.refusals import MoneyRefused
from app.projects.models import Project
from app.steps import services as steps
from app.steps.actor import Actor


@transaction()
def lift_bar(project: Project, reason: str, actor: Actor) -> Waiver:
    """Let a project be granted all the same (invariant 10).

    Raises MoneyRefused when the person may not, nobody says why, nothing is late, or it is done already.
    """
    lock(Project, project.id)
    if not policy.can_lift_bar(project, actor) or actor.person_id is None:
        raise MoneyRefused("not_yours")
    if not reason.strip():
        raise MoneyRefused("reason_missing")
    if not overdue.overdue_of(project):
        raise MoneyRefused("nothing_late")
    if overdue.waiver_of(project) is not None:
        raise MoneyRefused("waived_already")
    waiver = Waiver(
        project_id=project.id, reason=reason.strip()[:300], given_by_id=actor.person_id, given_at=clock.now()
    )
    session().add(waiver)
    session().flush()
    steps.record(project, "bar_lifted", actor, waiver.reason, is_public=False)
    return waiver


@transaction()
def put_bar_back(project: Project, actor: Actor) -> None:
    """Take a waiver back, as long as the project is not granted. Raises MoneyRefused."""
    lock(Project, project.id)
    if not policy.can_lift_bar(project, actor):
        raise MoneyRefused("not_yours")
    waiver = overdue.waiver_of(project)
    if waiver is None:
        raise MoneyRefused("no_waiver")
    waiver.revoked_at, waiver.revoked_by_id = clock.now(), actor.person_id
    session().flush()
    steps.record(project, "bar_put_back", actor, is_public=False)
