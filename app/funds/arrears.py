"""Who is late: the projects whose report or refund is overdue, found from those who carry another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app import clock
from app.db import remembered, session
from app.plain import plain
from app.projects.models import CarrierKind, Project, TeamMember

AWAITED_FROM_CARRIERS = ("reporting", "refund_due")
"""The states in which carriers owe a report, or money."""


@dataclass(frozen=True)
class Arrear:
    """A project whose carriers owe something: its number and title, what is owed (the state), since when."""

    project_id: int
    ref: str
    title: str
    state: str
    due_at: datetime


def arrears_of(project: Project) -> Sequence[Arrear]:
    """Return the other projects, overdue, of the people or the association that carry this one; one query a page."""
    return remembered(("arrears", project.id), lambda: _arrears(project))


def _arrears(project: Project) -> list[Arrear]:
    people = {member.person_id for member in project.team} | {project.created_by_id}
    same_people = sa.or_(
        Project.created_by_id.in_(people - {None}),
        sa.exists().where(TeamMember.project_id == Project.id, TeamMember.person_id.in_(people - {None})),
    )
    late = (
        sa.select(Project.id, Project.ref, Project.title, Project.state, Project.due_at, Project.association_name,
                  Project.carrier_kind, same_people.label("is_theirs"))
        .where(Project.is_open, Project.due_at < clock.now(), Project.state.in_(AWAITED_FROM_CARRIERS))
        .where(Project.id != project.id)
        .order_by(Project.due_at)
    )  # fmt: skip
    ours = _association(project.carrier_kind, project.association_name)
    return [
        Arrear(row.id, row.ref, row.title, row.state, row.due_at)
        for row in session().execute(late)
        if row.is_theirs or (ours and _association(row.carrier_kind, row.association_name) == ours)
    ]


def _association(kind: CarrierKind | None, name: str) -> str:
    return plain(name) if kind is CarrierKind.ASSOCIATION else ""
