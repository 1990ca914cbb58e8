"""How far residents had a say: promised beforehand, observed by rule, corrected in the open (PRACTICE §2.1)."""

from __future__ import annotations

from datetime import date
from enum import IntEnum, StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.append_only import append_only
from app.columns import Instant, choice
from app.db import Model


class ParticipationLevel(IntEnum):
    """How far residents had a say (PRACTICE §2.1)."""

    NONE = 0
    INFORMATION = 1
    CONSULTATION = 2
    CONCERTATION = 3
    CO_CONSTRUCTION = 4
    CO_DECISION = 5
    RESIDENT_MANAGEMENT = 6


class LevelStage(StrEnum):
    """A moment of a project at which residents are associated (F-36); OVERALL is the project as a whole."""

    ORIGIN = "origin"
    CODESIGN = "codesign"
    IMPLEMENTATION = "implementation"
    EVALUATION = "evaluation"
    OVERALL = "overall"


def _on_the_ladder() -> sa.CheckConstraint:
    return sa.CheckConstraint("level BETWEEN 0 AND 6", name="on_the_ladder")


@append_only
class DeclaredLevel(Model):
    """The level promised for one stage; the last row of a stage counts, the others stay as its trace.

    Once the stage has begun, a promise changes only with a reason that everybody reads.
    """

    __tablename__ = "declared_level"
    __table_args__ = (
        _on_the_ladder(),
        sa.CheckConstraint("stage <> 'overall'", name="promised_by_stage"),
        sa.CheckConstraint("NOT stage_begun OR reason <> ''", name="late_promise_says_why"),
        sa.Index("ix_declared_level_project", "project_id", "stage", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"))
    stage: Mapped[LevelStage] = mapped_column(choice(LevelStage))
    level: Mapped[int]
    stage_begun: Mapped[bool] = mapped_column(default=False)
    """The stage had begun when this was declared."""
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    declared_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    declared_at: Mapped[Instant]


class ObservedLevel(Model):
    """The level that the facts show for one stage, or overall: computed by `levels.observed_level`, never typed.

    `reasons` holds the codes of the facts that the level rests on.
    """

    __tablename__ = "observed_level"
    __table_args__ = (
        _on_the_ladder(),
        sa.UniqueConstraint("project_id", "stage"),
        sa.Index("ix_observed_level_checked", "stage", "checked_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"))
    stage: Mapped[LevelStage] = mapped_column(choice(LevelStage))
    level: Mapped[int]
    reasons: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    computed_at: Mapped[Instant]
    facts_digest: Mapped[str] = mapped_column(sa.String(64), default="")
    """What the levels rest on, on the row of the whole project: another digest, and they are observed anew."""
    checked_on: Mapped[date | None]
    """The last night on which it was compared."""


@append_only
class LevelOverride(Model):
    """A level that somebody holds for truer than the observed one, for a written reason; both are shown (inv. 20)."""

    __tablename__ = "level_override"
    __table_args__ = (
        _on_the_ladder(),
        sa.CheckConstraint("reason <> ''", name="override_says_why"),
        sa.Index("ix_level_override_project", "project_id", "stage", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"))
    stage: Mapped[LevelStage] = mapped_column(choice(LevelStage))
    level: Mapped[int]
    reason: Mapped[str] = mapped_column(sa.Text)
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    at: Mapped[Instant]
