"""How a project stands in time: late, blocked, silent. Said in public, the same everywhere."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from app import clock
from app.projects.models import Pace, Project

SILENCE = timedelta(days=30)
"""Without news for longer, an open project turns amber in public."""


def is_late(project: Project) -> bool:
    """Say whether the present state should have been left already."""
    return project.is_open and project.due_at is not None and project.due_at < clock.now()


def is_blocked(project: Project) -> bool:
    """Say whether the team said that it cannot go on by itself."""
    return project.is_open and project.pace is Pace.BLOCKED


def silent_days(project: Project) -> int:
    """Return for how many days nobody has told anything, or zero while it is not too long."""
    quiet = clock.now() - project.last_activity_at
    return quiet.days if project.is_open and quiet > SILENCE else 0


def forget_unblocking(project: Project) -> None:
    """Forget who was to unblock the project: it is blocked no more, or by something else."""
    project.unblocker, project.unblock_by_on, project.unblock_reminded_at = "", None, None


def silent_since(now: datetime) -> sa.ColumnElement[bool]:
    """Return the condition that an open project has been silent for too long, for a query."""
    return sa.and_(Project.is_open, Project.last_activity_at < now - SILENCE)


def late_since(now: datetime) -> sa.ColumnElement[bool]:
    """Return the condition of `is_late`, for a query."""
    return sa.and_(Project.is_open, Project.due_at < now)


def blocked() -> sa.ColumnElement[bool]:
    """Return the condition of `is_blocked`, for a query (written so that its partial index serves)."""
    return sa.and_(Project.pace == sa.literal_column("'blocked'"), Project.is_open)
