"""Numbers as they are kept in a snapshot: exact, so that they are computed again to the same."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from app.insight.figure import Part
from app.insight.units import Number


def packed(value: Number | None) -> str | None:
    """Return a number as it is kept: "3/7", "12", or every digit of a float."""
    return None if value is None else repr(value) if isinstance(value, float) else str(value)


def unpacked(text: str | None) -> Number | None:
    """Return a number from what was kept of it."""
    if text is None:
        return None
    if "/" in text:
        return Fraction(text)
    return float(text) if any(mark in text for mark in ".en") else int(text)


def packed_parts(parts: Sequence[Part]) -> list[list[Any]]:
    """Return the rows of a breakdown as they are kept: key, value, n, own label, bounds."""
    return [[one.key, packed(one.value), one.n, one.label, one.low, one.high] for one in parts]


def unpacked_parts(rows: Sequence[Sequence[Any]]) -> tuple[Part, ...]:
    """Return the rows of a breakdown from what was kept of them."""
    return tuple(Part(key, unpacked(value), n, label, "", low, high) for key, value, n, label, low, high in rows)
