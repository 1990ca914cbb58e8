"""The agenda: files ready in time are on it, late ones go to the next sitting, and their teams are told the day."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from app import clock
from app.committees import agendas, letters, past
from app.committees.deliberation import CommitteeRefused, Problem
from app.committees.models import COMING, Committee, ScheduledFile, Sitting
from app.committees.queries import committee_of
from app.committees.services.room import check_secretary, locked
from app.db import lock, session, transaction
from app.i18n import day, force_locale, hour
from app.i18n import gettext as _
from app.projects.models import Project
from app.steps import services as steps
from app.steps.actor import Actor

ON_AGENDA = "on_agenda"
"""The entry of a project's history that says which sitting examines it."""


@transaction()
def place(project: Project, actor: Actor) -> Sitting | None:
    """Put a file that has just become ready on the agenda of the first sitting it reaches in time; tell its team.

    Where no sitting is planned, the team is told that the date will come, and the secretariat that one is needed.
    """
    committee = committee_of(project)
    if committee is None:
        return None
    sittings = agendas.sittings_to_come(committee.id)
    sitting = agendas.best_for(project, sittings, past.latest_decision(project))
    if sitting is not None:
        _put(project, sitting, actor)
    else:
        letters.tell_no_sitting(project, committee)
    return sitting


@transaction()
def place_waiting(committee: Committee, actor: Actor) -> None:
    """Give every waiting file of a committee the first sitting it reaches; one that already has an earlier keeps it.

    A sitting whose day has passed without opening keeps nothing.
    """
    sittings = agendas.sittings_to_come(committee.id)
    placed, waiting = agendas.coming_items(committee.id), agendas.waiting(committee)
    decisions = past.latest_decisions([project.id for project in waiting])
    for project in waiting:
        item = placed.get(project.id)
        if item is not None and item.waived_by_id:
            continue
        best = agendas.best_for(project, sittings, decisions.get(project.id))
        if best is not None and (item is None or best.held_on < item.sitting.held_on):
            _put(project, best, actor)


@transaction()
def carry_over(first: Sitting, second: Sitting, actor: Actor) -> None:
    """Put on the agenda of a second call the files that the first sitting could not decide, in the same order."""
    for item in agendas.items_of(first.id):
        if item.project.state == "scheduled":
            _put(item.project, second, actor)


@transaction()
def admit(sitting: Sitting, project: Project, reason: str, actor: Actor) -> ScheduledFile:
    """Put a late file on the agenda because the chair accepts it, and say why.

    Raises CommitteeRefused without a reason, without the right, for a file that does not wait for this committee, or
    once the sitting is closed.
    """
    fresh, file = locked(sitting), lock(Project, project.id)
    assert file is not None
    _check_may_order(fresh, actor)
    if not reason.strip():
        raise CommitteeRefused(Problem("reason", _("Dites pourquoi la présidence accepte ce projet.")))
    if file.state != "scheduled" or file.fund_id != fresh.committee.fund_id:
        raise CommitteeRefused(Problem("project_id", _("Ce projet n'attend pas de décision de ce comité.")))
    item = _put(file, fresh, actor)
    item.waiver_reason, item.waived_by_id = reason.strip()[:300], actor.person_id
    session().flush()
    return item


@transaction()
def reorder(sitting: Sitting, project_ids: Sequence[int], actor: Actor) -> None:
    """Give the agenda of a sitting another order. Raises CommitteeRefused unless these are its files, each once."""
    fresh = locked(sitting)
    _check_may_order(fresh, actor)
    items = {item.project_id: item for item in agendas.items_of(fresh.id)}
    if sorted(project_ids) != sorted(items):
        raise CommitteeRefused(Problem("", _("L'ordre du jour a changé. Rechargez la page.")))
    for position, project_id in enumerate(project_ids, start=1):
        items[project_id].position = position
    session().flush()


@transaction()
def tell_new_day(sitting: Sitting, actor: Actor) -> None:
    """Tell the team of each file of a sitting that its day has changed."""
    for item in agendas.items_of(sitting.id):
        if item.project.state == "scheduled":
            _record(item.project, sitting, actor)
            letters.tell_day(item.project, sitting)


def _put(project: Project, sitting: Sitting, actor: Actor) -> ScheduledFile:
    """Put a file on one agenda, off the others to come, write it in its history and tell its team."""
    held = session().scalar(sa.select(ScheduledFile).filter_by(sitting_id=sitting.id, project_id=project.id))
    if held is not None:
        return held
    ahead = sa.select(Sitting.id).where(Sitting.state.in_(COMING), Sitting.id != sitting.id)
    session().execute(
        sa.delete(ScheduledFile).where(ScheduledFile.project_id == project.id, ScheduledFile.sitting_id.in_(ahead))
    )
    item = ScheduledFile(
        sitting_id=sitting.id,
        project_id=project.id,
        position=agendas.last_position(sitting.id) + 1,
        added_at=clock.now(),
    )
    session().add(item)
    session().flush()
    _record(project, sitting, actor)
    letters.tell_day(project, sitting)
    return item


def _record(project: Project, sitting: Sitting, actor: Actor) -> None:
    details = {"sitting_id": sitting.id, "held_on": sitting.held_on.isoformat()}
    with force_locale("fr"):
        when = f"{day(sitting.held_on)}, {hour(sitting.hour)}, {sitting.place}"
    steps.record(project, ON_AGENDA, actor, when, details=details)


def _check_may_order(sitting: Sitting, actor: Actor) -> None:
    check_secretary(sitting.committee, actor)
    if sitting.state not in COMING:
        raise CommitteeRefused(Problem("", _("L'ordre du jour de cette séance ne change plus.")))
