"""The number printed on a paper ballot: a rank, and three letters that nobody can make up. Pure.

The letters come from a salt drawn for each printing: a ballot made at home has wrong ones, a slip of the keyboard too.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable
from typing import Protocol

LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
"""Without I, O and Q, which are read as digits."""
_NUMBER = re.compile(r"(?a:0*(\d{1,7})([A-Z]{3}))")


class Printed(Protocol):
    """What was printed together: from which number to which, and the salt of its letters."""

    first_serial: int
    last_serial: int
    salt: str


class WrongNumber(ValueError):
    """What was typed is the number of no ballot that was printed."""


def number_of(serial: int, salt: str) -> str:
    """Return the number as it is printed: "0042-KTR"."""
    return f"{serial:04d}-{_letters(serial, salt)}"


def serial_of(text: str, runs: Iterable[Printed]) -> int:
    """Read a number as somebody types it, with or without the dash. Raises WrongNumber."""
    found = _NUMBER.fullmatch(re.sub(r"[\s.\-–]", "", text).upper())
    if found is None:
        raise WrongNumber(text)
    serial = int(found[1])
    run = next((each for each in runs if each.first_serial <= serial <= each.last_serial), None)
    if run is None or not hmac.compare_digest(_letters(serial, run.salt), found[2]):
        raise WrongNumber(text)
    return serial


def rotated(listed: list[int], serial: int) -> list[int]:
    """Return the projects in the order of one ballot: each begins one project further than the ballot before."""
    turn = serial % len(listed) if listed else 0
    return listed[turn:] + listed[:turn]


def _letters(serial: int, salt: str) -> str:
    drawn = hmac.digest(salt.encode(), str(serial).encode(), "sha256")
    return "".join(LETTERS[byte % len(LETTERS)] for byte in drawn[:3])
