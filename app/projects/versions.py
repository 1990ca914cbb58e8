"""What a version of a project file holds, in plain data, and how much each change weighs; nothing is read here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from app.projects.file import origin_involvement
from app.projects.models import BudgetSide, ChangeField, Project

Content = Mapping[str, Any]

FIELD_OF: dict[str, ChangeField] = {
    "title": ChangeField.OBJECT,
    "theme": ChangeField.OBJECT,
    "summary": ChangeField.OBJECT,
    "neighbourhood": ChangeField.PLACE,
    "place": ChangeField.PLACE,
    "starts_on": ChangeField.CALENDAR,
    "ends_on": ChangeField.CALENDAR,
    "expenses": ChangeField.BUDGET,
    "resources": ChangeField.BUDGET,
    "above_cap_reason": ChangeField.BUDGET,
    "expected_count": ChangeField.AUDIENCE,
    "residents_role": ChangeField.TERMS,
    "carrier_kind": ChangeField.TERMS,
    "association_name": ChangeField.TERMS,
    "team_count": ChangeField.TERMS,
    "origin_note": ChangeField.TERMS,
    "residents_at_origin": ChangeField.TERMS,
}
"""What a field of the file is about. A field that is not here is no change of the project."""

PRIVATE = frozenset({"above_cap_reason"})
"""Fields that are shown to those who work on the file only."""

LONG_TEXTS = frozenset({"title", "summary", "residents_role", "origin_note", "above_cap_reason"})
MONEY = frozenset({"expenses", "resources"})


@dataclass(frozen=True)
class Weighed:
    """A change of a project: what it bears on, from 1 (slight) to 3 (substantial), and the money it moves in cents."""

    field: ChangeField
    names: tuple[str, ...]
    magnitude: int
    amount_delta_cents: int | None = None


def content_of(project: Project) -> dict[str, Any]:
    """Return what the file says now, as values that JSON keeps; the team is counted, never named."""
    born = origin_involvement(project)
    return {
        "title": project.title,
        "theme": project.theme.value if project.theme else None,
        "summary": project.summary,
        "residents_role": project.residents_role,
        "neighbourhood": project.neighbourhood.name if project.neighbourhood else None,
        "place": project.place,
        "starts_on": project.starts_on.isoformat() if project.starts_on else None,
        "ends_on": project.ends_on.isoformat() if project.ends_on else None,
        "expected_count": project.expected_count,
        "carrier_kind": project.carrier_kind.value if project.carrier_kind else None,
        "association_name": project.association_name,
        "team_count": len(project.team),
        "origin_note": project.origin_note,
        "residents_at_origin": born.residents_count if born else None,
        "expenses": _lines(project, BudgetSide.EXPENSE),
        "resources": _lines(project, BudgetSide.RESOURCE),
        "above_cap_reason": project.above_cap_reason,
    }


def changed_names(before: Content, after: Content) -> list[str]:
    """Return the names of the fields that differ, in the order of the file."""
    return [name for name in FIELD_OF if before.get(name) != after.get(name)]


def weighed(before: Content, after: Content) -> list[Weighed]:
    """Return one change for each thing the differences bear on, with its weight by rule."""
    names = changed_names(before, after)
    found = dict.fromkeys(FIELD_OF[name] for name in names)
    return [_weigh(field, tuple(n for n in names if FIELD_OF[n] is field), before, after) for field in found]


def total(content: Content, name: str) -> int:
    """Add up a side of the budget, in cents."""
    return sum(line["cents"] for line in content.get(name) or ())


def _weigh(field: ChangeField, names: tuple[str, ...], before: Content, after: Content) -> Weighed:
    if field is ChangeField.BUDGET:
        delta = total(after, "expenses") - total(before, "expenses")
        moved = max(abs(delta), _redirected(before, after))
        return Weighed(field, names, _share(moved, total(before, "expenses")), delta)
    return Weighed(field, names, max(_magnitude(name, before.get(name), after.get(name)) for name in names))


def _magnitude(name: str, before: Any, after: Any) -> int:
    """Weigh one field: a place or a theme by what it is, a date by its days, a number or a text by its share."""
    match name:
        case "neighbourhood":
            return 3
        case "place" | "theme" | "carrier_kind":
            return 2
        case "starts_on" | "ends_on":
            return _days(before, after)
        case "expected_count":
            return _share(abs((after or 0) - (before or 0)), before or 0)
        case "title" | "summary" | "residents_role":
            return _rewritten(before or "", after or "")
        case _:
            return 1


def _days(before: str | None, after: str | None) -> int:
    if before is None or after is None:
        return 2
    days = abs((date.fromisoformat(after) - date.fromisoformat(before)).days)
    return 1 if days <= 7 else 2 if days <= 30 else 3  # noqa: PLR2004 - a week, a month


def _share(moved: int, whole: int) -> int:
    """Weigh an amount by its share of what there was: up to a tenth, up to three tenths, more."""
    if not whole:
        return 2
    return 1 if moved * 10 <= whole else 2 if moved * 10 <= 3 * whole else 3


def _rewritten(before: str, after: str) -> int:
    alike = SequenceMatcher(None, before.split(), after.split(), autojunk=False).ratio()
    return 1 if alike >= 0.8 else 2 if alike >= 0.4 else 3  # noqa: PLR2004 - shares of the words kept


def _redirected(before: Content, after: Content) -> int:
    """Return the cents that pay for something else, the total being what it was."""
    old, new = (_by_label(content) for content in (before, after))
    return sum(max(0, cents - old.get(label, 0)) for label, cents in new.items())


def _by_label(content: Content) -> dict[str, int]:
    found: dict[str, int] = {}
    for line in content.get("expenses") or ():
        found[line["label"]] = found.get(line["label"], 0) + line["cents"]
    return found


def _lines(project: Project, side: BudgetSide) -> Sequence[dict[str, Any]]:
    return [
        {"label": line.label, "cents": line.amount_cents, "kind": line.resource.value if line.resource else None}
        for line in project.budget_lines
        if line.side is side
    ]
