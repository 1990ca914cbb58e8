"""Validating a table against a JSON Table Schema: the constraints that the French open data schemas use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any


def faults(schema: Mapping[str, Any], head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield what is wrong in a table: its columns, then each cell."""
    fields = schema["fields"]
    if list(head) != [field["name"] for field in fields]:
        yield f"columns are {head}"
    for number, row in enumerate(rows, start=1):
        if len(row) != len(fields):
            yield f"row {number} has {len(row)} cells"
        for field, cell in zip(fields, row, strict=False):
            yield from (f"row {number}, {field['name']}: {fault}" for fault in _cell_faults(field, cell))


def _cell_faults(field: Mapping[str, Any], cell: str) -> Iterator[str]:
    rules = field.get("constraints", {})
    if cell == "":
        if rules.get("required"):
            yield "is missing"
        return
    if not _is_typed(field, cell):
        yield f"{cell!r} is not of type {field['type']}"
    elif field["type"] == "number" and not rules.get("minimum", float("-inf")) <= float(cell) <= rules.get(
        "maximum", float("inf")
    ):
        yield f"{cell} is out of bounds"
    if "pattern" in rules and not re.search(rules["pattern"], cell):
        yield f"{cell!r} does not match {rules['pattern']}"
    if len(cell) > rules.get("maxLength", len(cell)):
        yield f"has {len(cell)} characters"
    if "enum" in rules and cell not in rules["enum"]:
        yield f"{cell!r} is not one of {rules['enum']}"


def _is_typed(field: Mapping[str, Any], cell: str) -> bool:
    match field["type"]:
        case "date":
            try:
                return date.fromisoformat(cell).isoformat() == cell
            except ValueError:
                return False
        case "number":
            return re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", cell) is not None
        case "boolean":
            return cell in (*field["trueValues"], *field["falseValues"])
        case _:
            return True
