"""Reading the levels of a project: what was promised, what the facts show, what somebody holds against them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa

from app import clock
from app.db import remembered, session
from app.evaluation.level_facts import ORDER
from app.evaluation.levels import gap
from app.evaluation.models import DeclaredLevel, LevelOverride, LevelStage, ObservedLevel, ParticipationLevel
from app.projects.models import Project
from app.projects.queries.along import read_along, rows_along

BEGUN_WITH = {
    LevelStage.ORIGIN: frozenset({"codesign", "funding", "implementation", "evaluation"}),
    LevelStage.CODESIGN: frozenset({"codesign", "funding", "implementation", "evaluation"}),
    LevelStage.IMPLEMENTATION: frozenset({"implementation", "evaluation"}),
    LevelStage.EVALUATION: frozenset({"evaluation"}),
}
"""Stages of the workflow in which a stage of the ladder has begun; the origin begins with the sending of the file."""

read_along(DeclaredLevel, ObservedLevel, LevelOverride)


@dataclass
class Standing:
    """One stage: the promises in their order, the level observed and its reasons, the last override."""

    stage: LevelStage
    promises: list[DeclaredLevel] = field(default_factory=list)
    observed: ObservedLevel | None = None
    override: LevelOverride | None = None

    @property
    def declared(self) -> ParticipationLevel | None:
        """The level promised: the last one declared."""
        return ParticipationLevel(self.promises[-1].level) if self.promises else None

    @property
    def gap(self) -> int | None:
        """Observed − declared; None until both are known."""
        if self.declared is None or self.observed is None:
            return None
        return gap(self.declared, self.observed.level)


def levels_of(project: Project) -> dict[LevelStage, Standing]:
    """Return where each stage stands, then the whole; nothing more to ask on its page."""
    return remembered(("levels", project.id), lambda: _levels_of(project.id))


def has_begun(project: Project, stage: LevelStage) -> bool:
    """Say whether a stage has begun: what was promised for it changes no more without a trace."""
    if stage is LevelStage.ORIGIN and project.published_at is not None:
        return True
    return project.stage in BEGUN_WITH[stage]


def projects_to_observe(limit: int) -> Iterable[int]:
    """Return the ids of projects that lived since their levels were observed, the longest ago first."""
    overall = sa.and_(ObservedLevel.project_id == Project.id, ObservedLevel.stage == LevelStage.OVERALL)
    stale = sa.or_(ObservedLevel.id.is_(None), ObservedLevel.computed_at < Project.last_activity_at)
    asked = sa.select(Project.id).outerjoin(ObservedLevel, overall).where(Project.published_at.is_not(None), stale)
    return session().scalars(asked.order_by(Project.last_activity_at, Project.id).limit(limit)).all()


def digests_to_check(limit: int) -> Mapping[int, str]:
    """Return the projects not compared yet today with what their facts have become, and the digest of then."""
    old = sa.or_(ObservedLevel.checked_on.is_(None), ObservedLevel.checked_on < clock.today())
    asked = sa.select(ObservedLevel.project_id, ObservedLevel.facts_digest).where(
        ObservedLevel.stage == LevelStage.OVERALL, old
    )
    return dict(session().execute(asked.order_by(ObservedLevel.id).limit(limit)).all())


def _levels_of(project_id: int) -> dict[LevelStage, Standing]:
    found = {stage: Standing(stage) for stage in (*ORDER, LevelStage.OVERALL)}
    for declared in rows_along(project_id, DeclaredLevel):
        found[declared.stage].promises.append(declared)
    for observed in rows_along(project_id, ObservedLevel):
        found[observed.stage].observed = observed
    for override in rows_along(project_id, LevelOverride):
        found[override.stage].override = override
    return found
