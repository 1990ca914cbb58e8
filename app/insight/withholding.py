"""Where figures hide how many residents came, or who, meetings must not tell it."""

from __future__ import annotations

import sqlalchemy as sa

from app.dialogue import hooks
from app.dialogue.models import Meeting
from app.dialogue.models.tally import Measure
from app.insight.figure import Status
from app.insight.models import IndicatorSnapshot
from app.insight.scopes import Period, ScopeKind

TOLD_BY: dict[Measure | None, str] = {
    None: "I3a",
    Measure.NOVELTY: "I3d",
    Measure.AGE: "I3g",
    Measure.SEX: "I3j",
}
"""Figures that tell, by the year, what the page of a meeting tells: how many came (None), and by which measure."""


@hooks.withholder
def hidden_this_year(meeting: Meeting, measure: Measure | None) -> sa.ColumnElement[bool]:
    """Return the condition that a table of its neighbourhood is hidden for the year of a meeting."""
    if measure not in TOLD_BY:
        return sa.false()
    row, year = IndicatorSnapshot, Period.year(meeting.held_on.year)
    return sa.exists().where(
        row.code == TOLD_BY[measure], row.status == Status.FEW, row.scope_kind == ScopeKind.NEIGHBOURHOOD,
        row.scope_id == meeting.neighbourhood_id, row.period_start == year.start, row.period_end == year.end,
    )  # fmt: skip
