"""Sheets to fill in by hand: which there are, what each asks, and the number printed on each.

Accounts know no project and no question: the slices that receive what is written register their sheet here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.i18n import LazyString

SERIAL = re.compile(r"([A-Z])-?(\d{4,})-?(\d)")

_kinds: dict[str, PaperKind] = {}


@dataclass(frozen=True)
class Blank:
    """One question of a sheet: its words, and either lines to write on or boxes to tick."""

    label: LazyString
    lines: int = 1
    boxes: tuple[LazyString, ...] = ()


@dataclass(frozen=True)
class PaperKind:
    """A sheet: its letter in the numbers, its title, what it asks, and the endpoint where it is keyed."""

    code: str
    letter: str
    title: LazyString
    intro: LazyString
    blanks: tuple[Blank, ...]
    endpoint: str


def paper_kind(kind: PaperKind) -> None:
    """Register a sheet."""
    _kinds[kind.code] = kind


def kinds() -> list[PaperKind]:
    """Return every sheet."""
    return list(_kinds.values())


def kind_of(code: str) -> PaperKind | None:
    """Return a sheet by its code, or None."""
    return _kinds.get(code)


def serial(kind: PaperKind, number: int) -> str:
    """Return the number printed on a sheet, "I-0042-7"; its last digit finds slips (Luhn, ISO/IEC 7812-1)."""
    return f"{kind.letter}-{number:04d}-{_check_digit(number)}"


def read_serial(text: str) -> tuple[PaperKind, int] | None:
    """Return the sheet and the row that a number, as somebody typed it, stands for; None for a wrong one."""
    found = SERIAL.fullmatch(text.upper().replace(" ", "").replace("\N{NO-BREAK SPACE}", ""))
    if found is None or int(found[3]) != _check_digit(int(found[2])):
        return None
    kind = next((kind for kind in _kinds.values() if kind.letter == found[1]), None)
    return (kind, int(found[2])) if kind else None


def _check_digit(number: int) -> int:
    total = 0
    for position, digit in enumerate(reversed(str(number))):
        doubled = int(digit) * (2 - position % 2)
        total += doubled - 9 if doubled > 9 else doubled  # noqa: PLR2004
    return -total % 10
