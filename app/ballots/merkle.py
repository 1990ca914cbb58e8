"""One short value that stands for a whole list of receipts: a receipt removed, added or changed changes it.

The tree of RFC 6962 §2.1 (Certificate Transparency): a leaf is SHA-256(0x00 ‖ code), a node SHA-256(0x01 ‖ left ‖
right), and the left half of n leaves is the largest power of two below n. Codes are sorted first, so that the value
says nothing of the order in which people voted. Pure functions.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from itertools import zip_longest

LEAF, NODE = b"\x00", b"\x01"
EMPTY = hashlib.sha256(b"").hexdigest()


def root(codes: Iterable[str]) -> str:
    """Return the root of a list of codes, in hexadecimal; the order in which they are given does not matter."""
    level = [_leaf(code) for code in sorted(codes)]
    while len(level) > 1:
        level = [_node(left, right) if right else left for left, right in _pairs(level)]
    return level[0].hex() if level else EMPTY


def path(codes: Iterable[str], code: str) -> list[tuple[str, str]]:
    """Return what proves that a code is in the list: the side and the value of each neighbour, from leaf to root.

    Raises ValueError when the code is not in the list.
    """
    ordered = sorted(codes)
    place, level, found = ordered.index(code), [_leaf(each) for each in ordered], []
    while len(level) > 1:
        beside = place ^ 1
        if beside < len(level):
            found.append(("left" if beside < place else "right", level[beside].hex()))
        level = [_node(left, right) if right else left for left, right in _pairs(level)]
        place //= 2
    return found


def proves(code: str, steps: Sequence[tuple[str, str]], expected: str) -> bool:
    """Say whether a path leads from a code to a root."""
    value = _leaf(code)
    for side, beside in steps:
        other = bytes.fromhex(beside)
        value = _node(other, value) if side == "left" else _node(value, other)
    return value.hex() == expected


def _pairs(level: Sequence[bytes]) -> Iterable[tuple[bytes, bytes | None]]:
    return zip_longest(level[::2], level[1::2])


def _leaf(code: str) -> bytes:
    return hashlib.sha256(LEAF + code.encode()).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(NODE + left + right).digest()
