"""Figures as they were on the night they were computed, and the runs that computed them."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.columns import Instant, choice
from app.db import Model
from app.insight.figure import Status
from app.insight.scopes import Period, Scope, ScopeKind


class IndicatorSnapshot(Model):
    """One figure of one place and one period, with all it is made of: what is hidden is kept, and never read out.

    `value`, `numerator` and `denominator` are exact: "3/7", "12", or the digits of a number with decimals. The place
    0 is the metropolis.
    """

    __tablename__ = "indicator_snapshot"
    __table_args__ = (
        sa.UniqueConstraint("scope_kind", "scope_id", "period_start", "period_end", "code"),
        sa.Index("ix_indicator_snapshot_code", "code", "period_start", "period_end"),
        sa.CheckConstraint("period_start <= period_end", name="period_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(8))
    version: Mapped[int]
    scope_kind: Mapped[ScopeKind] = mapped_column(choice(ScopeKind))
    scope_id: Mapped[int]
    period_start: Mapped[date]
    period_end: Mapped[date]
    value: Mapped[str | None] = mapped_column(sa.String(80))
    numerator: Mapped[str | None] = mapped_column(sa.String(80))
    denominator: Mapped[str | None] = mapped_column(sa.String(80))
    n: Mapped[int]
    parts: Mapped[list[Any]] = mapped_column(sa.JSON, default=list)
    status: Mapped[Status] = mapped_column(choice(Status))
    computed_at: Mapped[Instant]

    @property
    def scope(self) -> Scope:
        """The place it is of."""
        return Scope(self.scope_kind, self.scope_id)

    @property
    def period(self) -> Period:
        """The period it is of."""
        return Period(self.period_start, self.period_end)


class SnapshotRun(Model):
    """One computation of a year: how far it is, and how it ended."""

    __tablename__ = "snapshot_run"
    __table_args__ = (sa.CheckConstraint("done BETWEEN 0 AND total", name="done_within_total"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int]
    started_at: Mapped[Instant]
    ended_at: Mapped[Instant | None]
