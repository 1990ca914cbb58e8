"""Projects that lived during a period: the stages at which residents were associated, the levels promised and seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.evaluation.models import DeclaredLevel, LevelStage, ObservedLevel, Verdict
from app.insight.scopes import Period
from app.insight.sources.reading import day_of, fetched, paired
from app.projects.models import CarrierKind, ChangeCause, ContributionLink, Involvement, Project, ProjectChange
from app.territory.models import Neighbourhood
from app.voices.models import Contribution

ASSOCIATED = ("proposal", "codesign", "implementation", "evaluation")
"""The stages at which residents may be associated with a project (F-36)."""
FULL_CYCLE = frozenset({"proposal", "codesign", "evaluation"})
"""Origin, design and evaluation: the three that the fiche asks for (DOMAIN §C.4, I4c)."""


@dataclass(frozen=True)
class ProjectRow:
    """A project known from `day` on, until `last` when it has ended; `stages` those with residents.

    `voices` said about it in the period, `caused` changes that words caused in it, `weight` the magnitudes of these.
    """

    id: int
    neighbourhood_id: int
    day: date
    last: date | None
    ref: str
    title: str
    npnru: bool
    carrier: CarrierKind | None
    stages: frozenset[str]
    observed: int | None
    gaps: tuple[int, ...]
    ends_on: date | None
    verdict: tuple[int, ...] | None
    voices: int
    caused: int
    weight: int

    @property
    def is_associated(self) -> bool:
        """Say whether residents were associated at one stage at least, with something to show for it."""
        return bool(self.stages)

    @property
    def is_full_cycle(self) -> bool:
        """Say whether they were at its origin, in its design and in its evaluation."""
        return self.stages >= FULL_CYCLE


def read(period: Period) -> Iterator[ProjectRow]:
    """Yield the projects that lived during a period, as they stood at its end; seven queries.

    Two projects that have become one by then count for one.
    """
    start, end = period.instants
    joined = sa.and_(Project.merged_into_id.is_not(None), Project.entered_at < end)
    alive = sa.and_(Project.published_at < end, sa.or_(Project.is_open, Project.entered_at >= start), ~joined)
    stages, levels = _stages(alive, period.end), _levels(alive)
    voices, caused = _voices(period), _caused(period, paired(merged_into().where(joined)))
    wanted = (
        sa.select(
            Project.id, Project.neighbourhood_id, Project.published_at, Project.entered_at, Project.is_open,
            Project.ref, Project.title, Neighbourhood.npnru, Project.carrier_kind, Project.ends_on,
            Verdict.given_at, Verdict.level_origin, Verdict.level_codesign, Verdict.level_implementation,
        )
        .join(Neighbourhood, Neighbourhood.id == Project.neighbourhood_id)
        .outerjoin(Verdict, Verdict.project_id == Project.id)
        .where(alive)
    )  # fmt: skip
    for row in fetched(wanted):
        number, place, published_at, entered_at, is_open, ref, title, npnru, carrier, ends_on, given_at, *given = row
        judged = given_at is not None and given_at < end
        observed, gaps = levels.get(number, (None, ()))
        last = None if is_open or entered_at >= end else day_of(entered_at)
        yield ProjectRow(
            number, place, day_of(published_at), last, ref, title, npnru, carrier,
            frozenset(stages.get(number, set()) | ({"evaluation"} if judged else set())), observed, gaps, ends_on,
            tuple(given) if judged else None, voices.get(number, 0), *caused.get(number, (0, 0)),
        )  # fmt: skip


def _voices(period: Period) -> Mapping[int, int]:
    """Return how many things were said in the period about each project."""
    wanted = (
        sa.select(ContributionLink.project_id, sa.func.count())
        .join(Contribution, Contribution.id == ContributionLink.contribution_id)
        .where(Contribution.said_on.between(period.start, period.end))
        .group_by(ContributionLink.project_id)
    )
    return paired(wanted)


def merged_into() -> sa.Select[int, int | None]:
    """Return the statement of the projects that joined another: their number, and that of the other."""
    return sa.select(Project.id, Project.merged_into_id).where(Project.merged_into_id.is_not(None))


def remaining(project_id: int, joined: Mapping[int, int]) -> int:
    """Return the project that remains of one, after it joined others one after the other."""
    while project_id in joined:
        project_id = joined[project_id]
    return project_id


def _caused(period: Period, joined: Mapping[int, int]) -> Mapping[int, tuple[int, int]]:
    """Return, for each project, how many changes of the period residents' words caused, and their magnitudes added.

    Those of a project that joined another are those of the other.
    """
    start, end = period.instants
    wanted = (
        sa.select(ProjectChange.project_id, sa.func.count(), sa.func.sum(ProjectChange.magnitude))
        .where(
            ProjectChange.at >= start,
            ProjectChange.at < end,
            sa.exists().where(ChangeCause.change_id == ProjectChange.id),
        )
        .group_by(ProjectChange.project_id)
    )
    found: dict[int, tuple[int, int]] = {}
    for project_id, count, weight in fetched(wanted):
        kept = remaining(project_id, joined)
        before = found.get(kept, (0, 0))
        found[kept] = (before[0] + int(count), before[1] + int(weight))
    return found


def _stages(alive: sa.ColumnElement[bool], end: date) -> Mapping[int, set[str]]:
    """Return the stages at which residents came and something tells of it: level 2 and evidence (DOMAIN §C.4)."""
    found: dict[int, set[str]] = defaultdict(set)
    wanted = (
        sa.select(Involvement.project_id, Involvement.stage)
        .distinct()
        .join(Project, Project.id == Involvement.project_id)
        .where(
            alive,
            Involvement.happened_on <= end,
            Involvement.residents_count > 0,
            Involvement.stage.in_(ASSOCIATED),
            sa.or_(Involvement.what != "", Involvement.meeting_id.is_not(None)),
        )
    )
    for project_id, stage in fetched(wanted):
        found[project_id].add(stage)
    return found


def _levels(alive: sa.ColumnElement[bool]) -> Mapping[int, tuple[int | None, tuple[int, ...]]]:
    """Return the level observed overall, and the gaps by stage between what was seen and what was promised."""
    later = aliased(DeclaredLevel)
    last = ~sa.exists().where(
        later.project_id == DeclaredLevel.project_id, later.stage == DeclaredLevel.stage, later.id > DeclaredLevel.id
    )
    wanted = (
        sa.select(ObservedLevel.project_id, ObservedLevel.stage, ObservedLevel.level, DeclaredLevel.level)
        .join(Project, Project.id == ObservedLevel.project_id)
        .outerjoin(
            DeclaredLevel,
            sa.and_(
                DeclaredLevel.project_id == ObservedLevel.project_id, DeclaredLevel.stage == ObservedLevel.stage, last
            ),
        )
        .where(alive)
    )
    overall: dict[int, int] = {}
    gaps: dict[int, list[int]] = defaultdict(list)
    for project_id, stage, seen, promised in fetched(wanted):
        if stage is LevelStage.OVERALL:
            overall[project_id] = seen
        elif promised is not None:
            gaps[project_id].append(seen - promised)
    return {key: (overall.get(key), tuple(sorted(gaps[key]))) for key in overall.keys() | gaps.keys()}
