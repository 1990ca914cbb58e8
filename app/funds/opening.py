"""A fund being opened: its answers, kept as one goes, and what other slices do the day it opens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.columns import Instant
from app.db import Model
from app.funds.models import Fund
from app.steps.actor import Actor

PARTS: dict[str, tuple[str, ...]] = {
    "fund": ("commune_id", "name", "gestionnaire"),
    "money": ("sources",),
    "projects": ("min_group", "cap_cents", "max_share_pct", "exclusions"),
    "committee": ("committee", "quorum_pct", "advance_rate_pct"),
}
"""The pages of the wizard and the questions of each: eleven in all. All the rest is proposed, then changed at will."""

NEEDED = ("commune_id", "name", "gestionnaire", "committee")
"""The answers for which nothing can be proposed."""

Founding = Callable[[Fund, str, Actor], object]
_foundings: list[Founding] = []


class FundOpening(Model):
    """The answers of somebody who opens a fund; `fund_id` once it is open."""

    __tablename__ = "fund_opening"

    id: Mapped[int] = mapped_column(primary_key=True)
    made_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    answers: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    changed_at: Mapped[Instant]
    fund_id: Mapped[int | None] = mapped_column(sa.ForeignKey("fund.id"), unique=True)

    def lacking(self) -> list[str]:
        """Return the parts of the wizard where a needed answer is missing, in order."""
        missing = {name for name in NEEDED if not self.answers.get(name)}
        return [part for part, names in PARTS.items() if missing & set(names)]


def founding(function: Founding) -> Founding:
    """Register what is founded with a fund, in the same transaction: its committee, by the name that was chosen."""
    if function not in _foundings:
        _foundings.append(function)
    return function


def found_with(fund: Fund, committee_name: str, actor: Actor) -> None:
    """Found all that goes with a fund."""
    for function in _foundings:
        function(fund, committee_name, actor)
