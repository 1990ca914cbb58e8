"""Reading the yearly reports that were asked for."""

from __future__ import annotations

import sqlalchemy as sa

from app.db import session
from app.insight.report_models import YearReport

LATEST = 30


def latest_reports() -> list[YearReport]:
    """Return the last reports asked for, the newest first."""
    return list(session().scalars(sa.select(YearReport).order_by(YearReport.id.desc()).limit(LATEST)))


def report_of(report_id: int) -> YearReport | None:
    """Return a report, or None."""
    return session().get(YearReport, report_id)
