"""What residents said, what became of it in projects, and what it changed there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.insight.scopes import Period
from app.insight.sources.projects import merged_into, remaining
from app.insight.sources.reading import day_of, fetched, paired
from app.projects.models import (
    ChangeCause,
    ContributionLink,
    ContributionOutcome,
    Outcome,
    OutcomeReply,
    Project,
    ProjectChange,
)
from app.voices.models import Channel, Contribution, Moderation


@dataclass(frozen=True)
class ContributionRow:
    """Something said that day, read and published or kept private."""

    id: int
    neighbourhood_id: int
    day: date
    channel: Channel


@dataclass(frozen=True)
class LinkRow:
    """Something said that day, in a project: what became of it; `outcome` is None when nobody has decided."""

    id: int
    neighbourhood_id: int
    day: date
    contribution_id: int
    project_id: int
    outcome: Outcome | None
    impact: int | None
    confirms: bool | None


@dataclass(frozen=True)
class ChangeRow:
    """A change of a project made that day; `delays` in days since each thing said that caused it."""

    id: int
    neighbourhood_id: int
    day: date
    project_id: int
    magnitude: int
    cents: int
    delays: tuple[int, ...]

    @property
    def is_caused(self) -> bool:
        """Say whether residents' words caused it."""
        return bool(self.delays)


def contributions(period: Period) -> Iterator[ContributionRow]:
    """Yield what was said in a period; what was set aside, and what was said twice, left out."""
    one = Contribution
    wanted = sa.select(one.id, one.neighbourhood_id, one.said_on, one.channel).where(
        one.said_on.between(period.start, period.end),
        one.moderation == Moderation.PUBLISHED,
        one.merged_into_id.is_(None),
    )
    yield from (ContributionRow(*row) for row in fetched(wanted))


def links(period: Period) -> Iterator[LinkRow]:
    """Yield what was said in a period and concerns a project, with its outcome at the end of the period; two queries.

    When two projects become one, what was said for the first is kept in both: it counts once, by the link that has an
    outcome.
    """
    end, later = period.instants[1], aliased(ContributionOutcome)
    newer = sa.exists().where(
        later.contribution_id == ContributionOutcome.contribution_id,
        later.project_id == ContributionOutcome.project_id,
        later.number > ContributionOutcome.number,
        later.decided_at < end,
    )
    current = sa.and_(
        ContributionOutcome.contribution_id == ContributionLink.contribution_id,
        ContributionOutcome.project_id == ContributionLink.project_id,
        ContributionOutcome.decided_at < end,
        ~newer,
    )
    wanted = (
        sa.select(
            ContributionLink.id, Project.neighbourhood_id, Contribution.said_on, Contribution.id, Project.id,
            ContributionOutcome.outcome, ContributionOutcome.impact, OutcomeReply.confirms,
        )
        .join(Contribution, Contribution.id == ContributionLink.contribution_id)
        .join(Project, Project.id == ContributionLink.project_id)
        .outerjoin(ContributionOutcome, current)
        .outerjoin(OutcomeReply, OutcomeReply.outcome_id == ContributionOutcome.id)
        .where(Contribution.said_on.between(period.start, period.end), Project.published_at.is_not(None))
    )  # fmt: skip
    joined, found = paired(merged_into()), dict[tuple[int, int], LinkRow]()
    for row in (LinkRow(*values) for values in fetched(wanted)):
        key = (row.contribution_id, remaining(row.project_id, joined))
        found[key] = min(
            found.get(key, row), row, key=lambda one: (one.outcome is None, one.project_id in joined, one.id)
        )
    yield from found.values()


def changes(period: Period) -> Iterator[ChangeRow]:
    """Yield what changed in projects in a period, with what caused it; two queries."""
    start, end = period.instants
    within = (ProjectChange.at >= start, ProjectChange.at < end)
    causes: dict[int, list[date]] = defaultdict(list)
    caused = (
        sa.select(ChangeCause.change_id, Contribution.said_on)
        .join(ProjectChange, ProjectChange.id == ChangeCause.change_id)
        .join(Contribution, Contribution.id == ChangeCause.contribution_id)
        .where(*within)
    )
    for change_id, said_on in fetched(caused):
        causes[change_id].append(said_on)
    wanted = (
        sa.select(
            ProjectChange.id, Project.neighbourhood_id, ProjectChange.at, Project.id, ProjectChange.magnitude,
            ProjectChange.amount_delta_cents,
        )
        .join(Project, Project.id == ProjectChange.project_id)
        .where(*within)
    )  # fmt: skip
    for number, place, at, project_id, magnitude, cents in fetched(wanted):
        day = day_of(at)
        delays = tuple(sorted((day - said).days for said in causes[number]))
        yield ChangeRow(number, place, day, project_id, magnitude, cents or 0, delays)
