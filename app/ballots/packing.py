"""One ballot in one short value: the chosen candidacies and, where the ballot has some, the mark of each.

The first byte says which of the two it is; then the ids, four bytes each, then the marks, two bytes each, little end
first. Two ballots that say the same are the same bytes, so that the database can group them: choices are put in
order of id, save on a ranking, where their order is what the voter says. Pure functions.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Sequence

CHOICES, MARKED = 0, 1
_ID, _MARK = 4, 2


def packed(choices: Sequence[int], marks: Sequence[int] = (), *, ranked: bool = False) -> bytes:
    """Pack the ids of the chosen candidacies, with a mark for each or none at all.

    Raises ValueError when a candidacy is named twice, when marks are missing, and OverflowError when a number does
    not fit.
    """
    if len(set(choices)) != len(choices):
        raise ValueError("a candidacy is named twice")
    if marks and len(marks) != len(choices):
        raise ValueError("a mark is missing")
    if not ranked:
        order = sorted(range(len(choices)), key=lambda place: choices[place])
        choices, marks = [choices[place] for place in order], [marks[place] for place in order] if marks else ()
    return bytes([MARKED if marks else CHOICES]) + _written("I", choices) + _written("H", marks)


def unpacked(ballot: bytes) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the ids of the chosen candidacies and their marks (none where each counts the same)."""
    body = ballot[1:]
    if ballot[0] == CHOICES:
        return _read("I", body), ()
    count = len(body) // (_ID + _MARK)
    return _read("I", body[: count * _ID]), _read("H", body[count * _ID :])


def _written(code: str, numbers: Sequence[int]) -> bytes:
    values = array(code, numbers)
    if sys.byteorder == "big":
        values.byteswap()
    return values.tobytes()


def _read(code: str, body: bytes) -> tuple[int, ...]:
    values = array(code)
    values.frombytes(body)
    if sys.byteorder == "big":
        values.byteswap()
    return tuple(values)
