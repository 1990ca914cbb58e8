"""What residents' words left in a project: its changes and their causes, outcomes, reasons given, projects that joined.

The page of a project reads all of it in the query of its file; other pages ask once.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.db import remembered, session
from app.projects.models import (
    ChangeCause,
    ContributionOutcome,
    HiddenRevision,
    MergeProposal,
    NoInvolvement,
    OutcomeReply,
    OutcomeTelling,
    Project,
    ProjectChange,
)
from app.voices.models import Contribution

PARTS = ("changes", "outcomes", "reasons", "merges")
"""Each takes a number of its own in the query of the page, so that none multiplies another."""


@dataclass(frozen=True)
class Caused:
    """A change and the words that caused it; none of them is a change whose cause nobody named.

    What it says is shown no more when its version is hidden.
    """

    change: ProjectChange
    causes: Sequence[Contribution]
    is_hidden: bool = False


@dataclass(frozen=True)
class Given:
    """What is said now of some words, the reply of their author, the day it was told, and whether one was contested."""

    outcome: ContributionOutcome
    reply: OutcomeReply | None
    told_on: date | None
    contested_before: bool


@dataclass(frozen=True)
class Joining:
    """A proposal that joins this project and another, whose number and title are given."""

    proposal: MergeProposal
    other_ref: str
    other_title: str


@dataclass(frozen=True)
class Traces:
    """Everything at once, oldest first; outcomes by the id of the words, reasons by stage (the last one counts)."""

    changes: Sequence[Caused] = ()
    outcomes: Mapping[int, Given] = field(default_factory=dict)
    reasons: Mapping[str, NoInvolvement] = field(default_factory=dict)
    joinings: Sequence[Joining] = ()


def traces_of(project: Project) -> Traces:
    """Return what residents' words left in a project; no query when its page has read it, else one."""
    return remembered(("traces", project.id), lambda: gathered(_rows(project.id)))


def keep_read(project_id: int, traces: Traces) -> None:
    """Keep for the panels of a page what its own query has read."""
    remembered(("traces", project_id), lambda: traces)


@functools.cache
def columns() -> tuple[Any, ...]:
    """Return what the query must select, in the order that `gathered` reads."""
    other, cause = _others()
    told = (
        sa.select(sa.func.max(OutcomeTelling.told_on))
        .where(OutcomeTelling.outcome_id == ContributionOutcome.id)
        .correlate(ContributionOutcome)
        .scalar_subquery()
    )
    return (
        ProjectChange, cause, ContributionOutcome, OutcomeReply, told, NoInvolvement, MergeProposal, other.ref,
        other.title, HiddenRevision.revision_id,
    )  # fmt: skip


def joined(asked: Any, parts: Sequence[sa.ColumnElement[bool]], project_id: Any) -> Any:
    """Join the tables to a query, each to its own row of it."""
    changes, outcomes, reasons, merges = parts
    other, cause = _others()
    ours = sa.or_(MergeProposal.absorbed_id == project_id, MergeProposal.into_id == project_id)
    theirs = sa.case((MergeProposal.absorbed_id == project_id, MergeProposal.into_id), else_=MergeProposal.absorbed_id)
    return (
        asked.outerjoin(ProjectChange, sa.and_(changes, ProjectChange.project_id == project_id))
        .outerjoin(HiddenRevision, HiddenRevision.revision_id == ProjectChange.revision_id)
        .outerjoin(ChangeCause, ChangeCause.change_id == ProjectChange.id)
        .outerjoin(cause, cause.id == ChangeCause.contribution_id)
        .outerjoin(ContributionOutcome, sa.and_(outcomes, ContributionOutcome.project_id == project_id))
        .outerjoin(OutcomeReply, OutcomeReply.outcome_id == ContributionOutcome.id)
        .outerjoin(NoInvolvement, sa.and_(reasons, NoInvolvement.project_id == project_id))
        .outerjoin(MergeProposal, sa.and_(merges, ours))
        .outerjoin(other, other.id == theirs)
    )


def gathered(rows: Sequence[Sequence[Any]]) -> Traces:
    """Put in order the rows of the columns above, whatever their order."""
    changes = {row[0].id: row[0] for row in rows if row[0] is not None}
    causes: dict[int, dict[int, Contribution]] = defaultdict(dict)
    for row in rows:
        if row[0] is not None and row[1] is not None:
            causes[row[0].id][row[1].id] = row[1]
    hidden = {row[9] for row in rows if row[9] is not None}
    reasons = sorted((row[5] for row in rows if row[5] is not None), key=lambda one: one.id)
    merges = {row[6].id: Joining(row[6], row[7], row[8]) for row in rows if row[6] is not None}
    return Traces(
        [
            Caused(
                changes[key], [causes[key][said] for said in sorted(causes[key])], changes[key].revision_id in hidden
            )
            for key in sorted(changes)
        ],
        _outcomes([(row[2], row[3], row[4]) for row in rows if row[2] is not None]),
        {one.stage: one for one in reasons},
        [merges[key] for key in sorted(merges)],
    )


@functools.cache
def _others() -> tuple[Any, Any]:
    return aliased(Project), aliased(Contribution)


def _rows(project_id: int) -> Sequence[Sequence[Any]]:
    return session().execute(_alone(), {"project_id": project_id}).unique().all()


@functools.cache
def _alone() -> sa.Select[*tuple[Any, ...]]:
    numbers = [sa.select(sa.literal_column(str(number), sa.Integer).label("number")) for number in range(len(PARTS))]
    part = sa.union_all(*numbers).subquery("part").c.number
    parts = [part == number for number in range(len(PARTS))]
    project_id: sa.BindParameter[int] = sa.bindparam("project_id")
    asked: sa.Select[*tuple[Any, ...]] = sa.select(*columns()).select_from(part.table)
    return joined(asked, parts, project_id)  # type: ignore[no-any-return]


def _outcomes(rows: Sequence[tuple[ContributionOutcome, OutcomeReply | None, date | None]]) -> Mapping[int, Given]:
    found: dict[int, Given] = {}
    for outcome, reply, told_on in sorted(rows, key=lambda row: row[0].number):
        former = found.get(outcome.contribution_id)
        contested = former is not None and (former.contested_before or _contests(former.reply))
        found[outcome.contribution_id] = Given(outcome, reply, told_on, contested)
    return found


def _contests(reply: OutcomeReply | None) -> bool:
    return reply is not None and not reply.confirms
