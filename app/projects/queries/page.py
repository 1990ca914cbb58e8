"""Everything the project page shows, in two queries whatever the project holds."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, attributes, contains_eager, defer, joinedload, lazyload

from app.accounts.models import Person
from app.db import remembered, session
from app.dialogue.models import DialogueSpace, Meeting
from app.projects.models import Attachment, BudgetLine, ContributionLink, Follower, Involvement, Project, TeamMember
from app.projects.queries import along, traces
from app.steps.actor import Actor
from app.steps.models import Step
from app.voices.models import Contribution

ROWS = (TeamMember, BudgetLine, Attachment, Involvement, ContributionLink, Step)
COLLECTIONS = ("team", "budget_lines", "attachments", "involvements", "links")


@dataclass(frozen=True)
class TimelineRow:
    """A step and how the people behind it are shown in public (empty: nobody)."""

    step: Step
    actor: str
    on_behalf: str


@dataclass(frozen=True)
class ProjectFile:
    """A project with its team, budget, documents, involvements loaded, and its history from the first step."""

    project: Project
    rows: Sequence[TimelineRow]


def project_file(ref: str) -> ProjectFile | None:
    """Return the whole file of a project by its number, or None."""
    project = session().scalar(_whole_project(), {"ref": ref})
    return ProjectFile(project, _fill(project)) if project else None


def is_followed(project: Project, actor: Actor) -> bool:
    """Say whether the person one acts for follows a project."""
    return session().get(Follower, (project.id, actor.acting_id)) is not None


def attachment_of(project: Project, attachment_id: int) -> Attachment | None:
    """Return a document by its id if it belongs to the project."""
    return session().scalar(sa.select(Attachment).filter_by(id=attachment_id, project_id=project.id))


def project_by_ref(ref: str) -> Project | None:
    """Return a project alone, with what policies ask of it, or None."""
    return session().scalar(
        sa.select(Project).filter_by(ref=ref).options(joinedload(Project.neighbourhood), joinedload(Project.team))
    )


@functools.cache
def _whole_project() -> sa.Select[Project]:
    """Build the query of a project once: a page costs what it reads, not the making of its question."""
    meeting = joinedload(Project.origin_meeting).joinedload(Meeting.space)
    return (
        sa.select(Project)
        .where(Project.ref == sa.bindparam("ref"))
        .options(
            defer(Project.search_text),
            joinedload(Project.neighbourhood),
            meeting.options(lazyload(DialogueSpace.neighbourhood)),
            joinedload(Project.origin_contribution),
        )
    )


def _fill(project: Project) -> list[TimelineRow]:
    """Load the collections in one query: each row of it holds one row of one of the tables, the others are empty."""
    rows = session().execute(_parts(), {"project_id": project.id}).unique().all()
    for place, name in enumerate(COLLECTIONS):
        attributes.set_committed_value(project, name, _sorted([row[place] for row in rows if row[place] is not None]))
    steps = [TimelineRow(row[5], row[6] or "", row[7] or "") for row in rows if row[5] is not None]
    traces.keep_read(project.id, traces.gathered([row[8:] for row in rows]))
    along.keep_read(project.id, rows)
    remembered(("residents_at", project.id), lambda: _residents_by_stage(project))
    return sorted(steps, key=lambda row: row.step.number)


def _residents_by_stage(project: Project) -> dict[str, int]:
    """Count what the guards of the page will ask, from what it has read already."""
    counts: dict[str, int] = {}
    for row in project.involvements:
        counts[row.stage] = counts.get(row.stage, 0) + row.residents_count
    return counts


@functools.cache
def _parts() -> sa.Select[*tuple[Any, ...]]:
    """Join each table to its own row of a list of numbers, so that none multiplies another; built once."""
    project_id: sa.BindParameter[int] = sa.bindparam("project_id")
    names = [*COLLECTIONS, "steps", *traces.PARTS]
    last = len(names) + along.count()
    numbers = [sa.select(sa.literal_column(str(number), sa.Integer).label("number")) for number in range(last)]
    part = sa.union_all(*numbers).subquery("part").c.number
    team, lines, attachments, involvements, links, history, *left = (part == number for number in range(last))
    member, actor, helped, said = aliased(Person), aliased(Person), aliased(Person), aliased(Contribution)
    ours = sa.and_(history, Step.subject_kind == Project.kind, Step.subject_id == project_id)
    asked = (
        sa.select(*ROWS, actor.public_label, helped.public_label, *traces.columns())
        .select_from(part.table)
        .outerjoin(TeamMember, sa.and_(team, TeamMember.project_id == project_id))
        .outerjoin(member, member.id == TeamMember.person_id)
        .outerjoin(BudgetLine, sa.and_(lines, BudgetLine.project_id == project_id))
        .outerjoin(Attachment, sa.and_(attachments, Attachment.project_id == project_id))
        .outerjoin(Involvement, sa.and_(involvements, Involvement.project_id == project_id))
        .outerjoin(ContributionLink, sa.and_(links, ContributionLink.project_id == project_id))
        .outerjoin(said, said.id == ContributionLink.contribution_id)
        .outerjoin(Step, ours)
        .outerjoin(actor, actor.id == Step.actor_id)
        .outerjoin(helped, helped.id == Step.on_behalf_id)
        .options(
            contains_eager(TeamMember.person.of_type(member)),
            contains_eager(ContributionLink.contribution.of_type(said)),
        )
    )
    asked = traces.joined(asked, left[: len(traces.PARTS)], project_id)
    return along.joined(asked, left[len(traces.PARTS) :], project_id)  # type: ignore[no-any-return]


def _sorted(rows: list[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: (getattr(row, "happened_on", None) or 0, row.id))
