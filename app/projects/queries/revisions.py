"""Reading the versions of a project: who saved each, what changed, and which words caused it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased, defer

from app.accounts.models import Person
from app.db import session
from app.projects.models import HiddenRevision, Project, ProjectRevision
from app.projects.queries.traces import Caused, traces_of


@dataclass(frozen=True)
class Version:
    """A version, who saved it as they are shown in public (for whom), why it is hidden, and its changes."""

    revision: ProjectRevision
    actor: str
    on_behalf: str
    hidden: str
    changes: Sequence[Caused]


def changes_of(project: Project) -> Sequence[Caused]:
    """Return every change of a project, the first first, with its causes."""
    return traces_of(project).changes


def versions_of(project: Project) -> list[Version]:
    """Return every version of a project, the last first; two queries."""
    actor, helped = aliased(Person), aliased(Person)
    rows = session().execute(
        sa.select(ProjectRevision, actor.public_label, helped.public_label, HiddenRevision.reason)
        .outerjoin(actor, actor.id == ProjectRevision.actor_id)
        .outerjoin(helped, helped.id == ProjectRevision.on_behalf_id)
        .outerjoin(HiddenRevision, HiddenRevision.revision_id == ProjectRevision.id)
        .where(ProjectRevision.project_id == project.id)
        .order_by(ProjectRevision.number.desc())
        .options(defer(ProjectRevision.content))
    )
    by_revision: dict[int | None, list[Caused]] = defaultdict(list)
    for one in changes_of(project):
        by_revision[one.change.revision_id].append(one)
    return [
        Version(revision, label or "", other or "", reason or "", by_revision[revision.id])
        for revision, label, other, reason in rows
    ]


def two_versions(project: Project, first: int, second: int) -> Sequence[tuple[ProjectRevision, str]]:
    """Return two versions by their numbers, the older first, with the reason why each is hidden; one query."""
    rows = session().execute(
        sa.select(ProjectRevision, HiddenRevision.reason)
        .outerjoin(HiddenRevision, HiddenRevision.revision_id == ProjectRevision.id)
        .where(ProjectRevision.project_id == project.id, ProjectRevision.number.in_((first, second)))
        .order_by(ProjectRevision.number)
    )
    return [(revision, reason or "") for revision, reason in rows]


def change_of(project: Project, change_id: int) -> Caused | None:
    """Return one change of a project with its causes, or None."""
    return next((one for one in changes_of(project) if one.change.id == change_id), None)
