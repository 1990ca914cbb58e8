"""Where figures hide how many residents came, meetings must not tell it."""

from __future__ import annotations

import sqlalchemy as sa

from app.dialogue import hooks
from app.dialogue.models import Meeting
from app.insight.figure import Status
from app.insight.models import IndicatorSnapshot
from app.insight.scopes import Period, ScopeKind

ATTENDANCE = "I3a"


@hooks.withholder
def hidden_this_year(meeting: Meeting) -> sa.ColumnElement[bool]:
    """Return the condition that the attendance of its neighbourhood is hidden for the year of a meeting."""
    row, year = IndicatorSnapshot, Period.year(meeting.held_on.year)
    return sa.exists().where(
        row.code == ATTENDANCE, row.status == Status.FEW, row.scope_kind == ScopeKind.NEIGHBOURHOOD,
        row.scope_id == meeting.neighbourhood_id, row.period_start == year.start, row.period_end == year.end,
    )  # fmt: skip
