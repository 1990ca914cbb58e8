"""Bank account numbers: never kept whole, whatever field one is typed in."""

from __future__ import annotations

import re

_START = re.compile(r"(?i)\b[a-z]{2}\s?\d{2}")
_GROUPS = re.compile(r"(?i)(?:[\s.-]?[a-z0-9]+)")
_SHORTEST, _LONGEST, _SHOWN = 15, 34, 4


def without_iban(text: str) -> str:
    """Replace each bank account number of a text by its last four characters: "IBAN …0189"."""
    kept, place = "", 0
    for found in _START.finditer(text):
        end = _end(text, found.start(), found.end()) if found.start() >= place else None
        if end is not None:
            kept += f"{text[place : found.start()]}IBAN …{_plain(text[found.start() : end])[-_SHOWN:]}"
            place = end
    return kept + text[place:]


def _end(text: str, start: int, place: int) -> int | None:
    """Return where the number that begins at `start` ends, or None when it is not one: its groups may be spaced."""
    best = None
    while (group := _GROUPS.match(text, place)) and len(_plain(text[start : group.end()])) <= _LONGEST:
        place = group.end()
        if _is_iban(_plain(text[start:place])):
            best = place
    return best


def _plain(text: str) -> str:
    return re.sub(r"[\s.-]", "", text).upper()


def _is_iban(plain: str) -> bool:
    """Check length and control digits (ISO 13616: the number, its head moved to the end, is 1 modulo 97)."""
    if len(plain) < _SHORTEST or not plain.isascii():
        return False
    turned = plain[4:] + plain[:4]
    return int("".join(str(int(letter, 36)) for letter in turned)) % 97 == 1
