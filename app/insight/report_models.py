"""The yearly reports that were asked for, how far each one is, and the files it gave."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app import clock
from app.columns import Instant, choice
from app.db import Model
from app.insight.scopes import FIRST_YEAR, LAST_YEAR, ScopeKind

LONGEST = timedelta(hours=1)
"""A report takes two minutes; one that is not there by then was lost with the worker that made it."""


class ReportState(StrEnum):
    """How far a report is."""

    WAITING = "waiting"
    RUNNING = "running"
    READY = "ready"
    FAILED = "failed"


class YearReport(Model):
    """A report on a year, for the metropolis or one city, in one language: published figures only, no name of anybody.

    `done` of `total` parts are made; the files are kept under their SHA-256.
    """

    __tablename__ = "year_report"
    __table_args__ = (
        sa.CheckConstraint(f"year BETWEEN {FIRST_YEAR} AND {LAST_YEAR}", name="year_of_the_contract"),
        sa.CheckConstraint("done BETWEEN 0 AND total", name="done_within_total"),
        sa.CheckConstraint(
            "(state = 'ready') = (pdf_sha256 IS NOT NULL AND xlsx_sha256 IS NOT NULL)", name="ready_with_its_files"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    scope_kind: Mapped[ScopeKind] = mapped_column(choice(ScopeKind))
    scope_id: Mapped[int]
    place_name: Mapped[str] = mapped_column(sa.String(100))
    language: Mapped[str] = mapped_column(sa.String(5))
    state: Mapped[ReportState] = mapped_column(choice(ReportState), default=ReportState.WAITING)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int]
    asked_at: Mapped[Instant]
    ended_at: Mapped[Instant | None]
    pdf_sha256: Mapped[str | None] = mapped_column(sa.String(64))
    xlsx_sha256: Mapped[str | None] = mapped_column(sa.String(64))
    pdf_bytes: Mapped[int | None]
    xlsx_bytes: Mapped[int | None]

    @property
    def told_state(self) -> ReportState:
        """How far it is for whoever waits: what has not ended within the hour was interrupted, and never will."""
        is_lost = self.ended_at is None and clock.now() - self.asked_at > LONGEST
        return ReportState.FAILED if is_lost else self.state
