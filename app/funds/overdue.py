"""What people who ask for a grant still owe from an earlier one: a report, or money (DOMAIN §A.3, invariant 10)."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app import clock
from app.db import remembered, session
from app.funds.papers import papers_of
from app.funds.refund_models import Waiver
from app.i18n import gettext as _
from app.projects.models import CarrierKind, Project, TeamMember

LATE_STATES = ("reporting", "refund_due")


def overdue_of(project: Project) -> Sequence[Project]:
    """Return the other projects of the same people, or association, whose report or refund is late; one query a page.

    The same people: an account, or a telephone number, in both teams. Two homonyms are not the same person.
    """
    return remembered(("overdue", project.id), lambda: session().scalars(_overdue(project)).all())


def waiver_of(project: Project) -> Waiver | None:
    """Return the waiver that lets a project be granted all the same, or None."""
    return papers_of(project).waiver


def sentence(late: Project) -> str:
    """Say what is awaited of an earlier project."""
    if late.state == "refund_due":
        return _("Avant une nouvelle aide : rendez l'argent du projet « %(title)s ».", title=late.title)
    return _("Avant une nouvelle aide : envoyez le bilan du projet « %(title)s ».", title=late.title)


def _overdue(project: Project) -> sa.Select[Project]:
    return (
        sa.select(Project)
        .where(Project.id != project.id, Project.state.in_(LATE_STATES), Project.due_at < clock.now())
        .where(sa.or_(_same_people(project), _same_association(project)))
        .order_by(Project.due_at, Project.id)
    )


def _same_people(project: Project) -> sa.ColumnElement[bool]:
    mine, theirs = aliased(TeamMember), aliased(TeamMember)
    writers = sa.select(TeamMember.person_id).where(TeamMember.project_id == project.id)
    known = sa.union_all(
        sa.select(theirs.project_id)
        .join(mine, sa.or_(mine.person_id == theirs.person_id, sa.and_(mine.phone == theirs.phone, mine.phone != "")))
        .where(mine.project_id == project.id),
        sa.select(theirs.project_id).where(theirs.person_id == project.created_by_id),
    )
    wrote = sa.or_(Project.created_by_id == project.created_by_id, Project.created_by_id.in_(writers))
    return sa.or_(Project.id.in_(known), wrote)


def _same_association(project: Project) -> sa.ColumnElement[bool]:
    name = " ".join(project.association_name.lower().split())
    if project.carrier_kind is not CarrierKind.ASSOCIATION or not name:
        return sa.false()
    return sa.func.lower(sa.func.trim(Project.association_name)) == name
