"""What people write in a project file, step by step: the values of each step, and their fingerprint."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypedDict, cast

from app.projects.models import (
    BudgetSide,
    CarrierKind,
    Involvement,
    Origin,
    Project,
    ResourceKind,
    TeamMember,
    Theme,
)


@dataclass(frozen=True)
class MemberRow:
    """One line of the team as typed; `key` is the id of a stored member. An unreadable line leaves it as it was."""

    name: str
    phone: str = ""
    key: int | None = None
    is_readable: bool = True


@dataclass(frozen=True)
class MoneyRow:
    """One line of the budget as typed, in cents; `key` is the id of a stored line."""

    label: str
    amount_cents: int
    key: int | None = None
    is_readable: bool = True
    resource: ResourceKind | None = None
    """What it is made of, when it helps to pay."""


class FileValues(TypedDict, total=False):
    """What may be written in a project file; absent keys are left as they are."""

    title: str
    theme: Theme | None
    summary: str
    residents_role: str
    origin: Origin | None
    origin_meeting_id: int | None
    origin_contribution_id: int | None
    origin_note: str
    residents_count: int | None
    neighbourhood_id: int | None
    place: str
    starts_on: date | None
    ends_on: date | None
    expected_count: int | None
    carrier_kind: CarrierKind | None
    association_name: str
    team: list[MemberRow]
    expenses: list[MoneyRow]
    resources: list[MoneyRow]
    above_cap_reason: str
    exclusions_denied: bool


ORIGIN_FIELDS = ("origin", "origin_meeting_id", "origin_contribution_id", "origin_note", "residents_count")
STEP_FIELDS: dict[str, tuple[str, ...]] = {
    "what": ("title", "theme", "summary", "residents_role", *ORIGIN_FIELDS),
    "where": ("neighbourhood_id", "place", "starts_on", "ends_on", "expected_count", "carrier_kind",
              "association_name", "team"),
    "budget": ("expenses", "resources", "above_cap_reason", "exclusions_denied"),
}  # fmt: skip
"""The three steps of the form, in order, and what is written in each."""

STEP_OF_GUARD = {
    "project_described": "what",
    "residents_at_origin": "what",
    "place_known": "where",
    "idea_placed": "where",
    "enough_carriers": "where",
    "amount_within_ceiling": "budget",
    "amount_above_minimum": "budget",
    "own_contribution_found": "budget",
    "within_exclusions": "budget",
    "budget_balanced": "budget",
}
"""The step of the form where each condition of the workflow is met."""


def values_of(project: Project, step: str) -> FileValues:
    """Return what a project file says now at a step."""
    read: dict[str, Callable[[], Any]] = {
        "team": lambda: [MemberRow(member.name, member.phone, member.id) for member in main_first(project)],
        "expenses": lambda: _rows(project, BudgetSide.EXPENSE),
        "resources": lambda: _rows(project, BudgetSide.RESOURCE),
        "residents_count": lambda: _residents_at_origin(project),
    }
    found = {name: read[name]() if name in read else getattr(project, name) for name in STEP_FIELDS[step]}
    return cast("FileValues", found)


def fingerprint(values: Mapping[str, object]) -> str:
    """Return a short digest of the values of a step: it tells whether somebody else wrote meanwhile."""
    return hashlib.sha256(repr(sorted(values.items())).encode()).hexdigest()[:16]


def main_first(project: Project) -> list[TeamMember]:
    """Return the team, its main member first."""
    return sorted(project.team, key=lambda member: not member.is_main)


def origin_involvement(project: Project) -> Involvement | None:
    """Return how residents were associated when the idea was born: written with the draft, before any session."""
    born = [row for row in project.involvements if row.stage == "proposal" and not row.brought_from_id]
    return min(born, key=lambda row: row.id or sys.maxsize, default=None)


def _residents_at_origin(project: Project) -> int | None:
    row = origin_involvement(project)
    return row.residents_count if row else None


def _rows(project: Project, side: BudgetSide) -> list[MoneyRow]:
    return [
        MoneyRow(line.label, line.amount_cents, line.id, resource=line.resource)
        for line in project.budget_lines
        if line.side is side
    ]
