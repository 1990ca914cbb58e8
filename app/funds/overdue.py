"""What people who ask for a grant still owe from an earlier one: a report, or money (DOMAIN §A.3, invariant 10)."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from app import clock
from app.db import remembered, session
from app.funds.papers import papers_of
from app.funds.refund_models import Waiver
from app.i18n import gettext as _
from app.plain import plain
from app.projects.models import CarrierKind, Project, TeamMember

LATE_STATES = ("reporting", "refund_due")


def overdue_of(project: Project) -> Sequence[Project]:
    """Return the other projects of the same people, or association, whose report or refund is late; one query a page.

    The same people: an account, or a telephone number, in both teams. Two homonyms are not the same person.
    """
    return remembered(("overdue", project.id), lambda: _overdue(project))


def waiver_of(project: Project) -> Waiver | None:
    """Return the waiver that lets a project be granted all the same, or None."""
    return papers_of(project).waiver


def sentence(late: Project) -> str:
    """Say what is awaited of an earlier project."""
    if late.state == "refund_due":
        return _("Avant une nouvelle aide : rendez l'argent du projet « %(title)s ».", title=late.title)
    return _("Avant une nouvelle aide : envoyez le bilan du projet « %(title)s ».", title=late.title)


def _overdue(project: Project) -> list[Project]:
    theirs = _same_people(project)
    late = (
        sa.select(Project, theirs.label("is_theirs"))
        .where(Project.is_open, Project.state.in_(LATE_STATES), Project.due_at < clock.now(), Project.id != project.id)
        .where(sa.or_(theirs, Project.association_name != ""))
        .order_by(Project.due_at, Project.id)
    )
    ours = _association(project)
    return [
        found for found, is_theirs in session().execute(late) if is_theirs or (ours and _association(found) == ours)
    ]


def _same_people(project: Project) -> sa.ColumnElement[bool]:
    people = {member.person_id for member in project.team} | {project.created_by_id}
    phones = {member.phone for member in project.team} - {""}
    in_team = sa.or_(TeamMember.person_id.in_(people - {None}), TeamMember.phone.in_(phones))
    return sa.or_(
        Project.created_by_id.in_(people - {None}),
        sa.exists().where(TeamMember.project_id == Project.id, in_team),
    )


def _association(project: Project) -> str:
    return plain(project.association_name) if project.carrier_kind is CarrierKind.ASSOCIATION else ""
