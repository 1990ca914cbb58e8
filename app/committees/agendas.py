"""Reading agendas: on which sitting a file is, which sitting may still take it, what waits without a date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from app import clock
from app.accounts.models import Person, Role, RoleAssignment, Scope
from app.clock import PARIS
from app.committees.models import COMING, Committee, Decision, Result, ScheduledFile, Sitting
from app.db import remembered, session
from app.funds.models import FundRules
from app.projects.models import Project


def items_of(sitting_id: int) -> Sequence[ScheduledFile]:
    """Return the agenda of a sitting, in its order, each item with its project."""
    return session().scalars(
        sa.select(ScheduledFile)
        .where(ScheduledFile.sitting_id == sitting_id)
        .options(joinedload(ScheduledFile.project).joinedload(Project.neighbourhood))
        .order_by(ScheduledFile.position, ScheduledFile.id)
    ).all()  # fmt: skip


def coming_item(project: Project) -> ScheduledFile | None:
    """Return the place of a file on the agenda of a sitting to come or open, or None; one query a page."""
    asked = (
        sa.select(ScheduledFile)
        .join(ScheduledFile.sitting)
        .where(ScheduledFile.project_id == project.id, *_to_come())
        .options(joinedload(ScheduledFile.sitting))
        .order_by(Sitting.held_on, Sitting.id)
        .limit(1)
    )
    return remembered(("agenda", project.id), lambda: session().scalar(asked))


def coming_items(committee_id: int) -> dict[int, ScheduledFile]:
    """Return, by project, its place on the agenda of the first of a committee's sittings to come or open."""
    rows = session().scalars(
        sa.select(ScheduledFile)
        .join(ScheduledFile.sitting)
        .where(Sitting.committee_id == committee_id, *_to_come())
        .options(joinedload(ScheduledFile.sitting))
        .order_by(Sitting.held_on.desc(), Sitting.id.desc())
    )
    return {item.project_id: item for item in rows}


def sittings_to_come(committee_id: int) -> Sequence[Sitting]:
    """Return the sittings of a committee where files may still be decided, by day; a forgotten one does not count."""
    return session().scalars(
        sa.select(Sitting)
        .where(Sitting.committee_id == committee_id, *_to_come())
        .order_by(Sitting.held_on, Sitting.id)
    ).all()  # fmt: skip


def waiting(committee: Committee) -> Sequence[Project]:
    """Return the files that await the committee, in the order they came."""
    return session().scalars(
        sa.select(Project)
        .where(Project.fund_id == committee.fund_id, Project.state == "scheduled")
        .order_by(Project.entered_at, Project.id)
    ).all()  # fmt: skip


def elsewhere(sitting: Sitting) -> Sequence[sa.Row[Project, Sitting | None]]:
    """Return the files that wait for the committee but not at this sitting, each with its sitting, or None."""
    later = aliased(Sitting)
    placed = (
        sa.select(ScheduledFile.project_id, ScheduledFile.sitting_id)
        .join(ScheduledFile.sitting)
        .where(Sitting.committee_id == sitting.committee_id, Sitting.state.in_(COMING))
        .subquery()
    )
    return session().execute(
        sa.select(Project, later)
        .outerjoin(placed, placed.c.project_id == Project.id)
        .outerjoin(later, later.id == placed.c.sitting_id)
        .where(Project.fund_id == sitting.committee.fund_id, Project.state == "scheduled")
        .where(sa.or_(later.id.is_(None), later.id != sitting.id))
        .order_by(Project.entered_at, Project.id)
    ).all()  # fmt: skip


def is_on(sitting: Sitting, project: Project) -> bool:
    """Say whether a file is on the agenda of a sitting."""
    item = sa.exists().where(ScheduledFile.sitting_id == sitting.id, ScheduledFile.project_id == project.id)
    return bool(session().scalar(sa.select(item)))


def best_for(project: Project, sittings: Sequence[Sitting], last: Decision | None) -> Sitting | None:
    """Return the sitting that a file goes to, among those to come, or None.

    It is the first it reaches in time. A file that the committee adjourned, `last` being its latest decision, goes
    where the committee said, or to the next one: members have read it, they asked to see it again.
    """
    if last is not None and last.result is Result.ADJOURN:
        named = next((one for one in sittings if one.id == last.target_sitting_id), None)
        return named or ready_for(project, sittings, 0)
    rules = session().get(FundRules, project.rules_id) if project.rules_id else None
    return ready_for(project, sittings, rules.deposit_lead_days if rules else 0)


def ready_for(project: Project, sittings: Sequence[Sitting], lead_days: int) -> Sitting | None:
    """Return the first sitting that a file, ready since it entered its state, reaches in time, or None."""
    return next((one for one in sittings if ready_on(project) <= limit_of(one, lead_days)), None)


def ready_on(project: Project) -> date:
    """Return the day a file was ready for the committee, in Tours."""
    return project.entered_at.astimezone(PARIS).date()


def limit_of(sitting: Sitting, lead_days: int) -> date:
    """Return the last day a file may be ready to be on the agenda of a sitting."""
    return sitting.held_on - timedelta(days=lead_days)


def last_position(sitting_id: int) -> int:
    """Return the position of the last file of an agenda, 0 when it is empty."""
    asked = sa.select(sa.func.max(ScheduledFile.position)).where(ScheduledFile.sitting_id == sitting_id)
    return int(session().scalar(asked) or 0)


def secretaries_of(committee: Committee) -> Sequence[Person]:
    """Return who keeps the secretariat of a committee today."""
    today = clock.today()
    reaching = sa.or_(
        RoleAssignment.scope == Scope.METRO,
        sa.and_(RoleAssignment.scope == Scope.FUND, RoleAssignment.scope_id == committee.fund_id),
        sa.and_(RoleAssignment.scope == Scope.COMMUNE, RoleAssignment.scope_id == committee.fund.commune_id),
    )
    return session().scalars(
        sa.select(Person)
        .join(RoleAssignment, RoleAssignment.person_id == Person.id)
        .where(
            RoleAssignment.role == Role.COMMITTEE_SECRETARY,
            RoleAssignment.from_on <= today,
            sa.or_(RoleAssignment.to_on.is_(None), RoleAssignment.to_on >= today),
            reaching,
        )
        .distinct()
        .order_by(Person.id)
    ).all()  # fmt: skip


def _to_come() -> tuple[sa.ColumnElement[bool], ...]:
    return (Sitting.state.in_(COMING), sa.or_(Sitting.held_on >= clock.today(), Sitting.state == "open"))
