"""The three figures of the front page, counted at most once a minute whatever the data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import cast

import sqlalchemy as sa
from flask import current_app

from app import clock
from app.db import session
from app.projects.models import Involvement, Project
from app.projects.standing import FUND_PATH

FRESH = timedelta(minutes=1)


@dataclass(frozen=True)
class Figures:
    """Projects that everybody may read; residents present at what was done with them; cents granted."""

    projects: int
    residents: int
    granted_cents: int


def figures() -> Figures:
    """Return the figures of the front page, at most one minute old."""
    kept = current_app.extensions.get("front-page-figures")
    if kept is None or clock.now() - kept[0] > FRESH:
        kept = current_app.extensions["front-page-figures"] = (clock.now(), _counted())
    return cast("Figures", kept[1])


def _counted() -> Figures:
    public = Project.published_at.is_not(None)
    projects, granted = session().execute(sa.select(sa.func.count(), _granted()).where(public)).one()
    residents: int | None = session().scalar(
        sa.select(sa.func.coalesce(sa.func.sum(Involvement.residents_count), 0)).join(Involvement.project).where(public)
    )
    return Figures(int(projects), residents or 0, int(granted or 0))


def _granted() -> sa.ColumnElement[int]:
    """Add up what committees granted: projects chosen by a vote of residents are paid by the city."""
    by_committees = sa.case((Project.workflow_key == FUND_PATH, Project.granted_cents), else_=0)
    return sa.func.coalesce(sa.func.sum(by_committees), 0)
