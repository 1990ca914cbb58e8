"""Taking names out of what is published: members, teams, and whoever else the sitting knows by name."""

from __future__ import annotations

import re
from collections.abc import Iterable

SOMEBODY = "une personne"
SHORTEST = 3
"""Letters of a word that may be a name alone: shorter ones ("de", "Le") are not looked for."""


def masked(text: str, names: Iterable[str]) -> str:
    """Return a text where each name, whole or in part, reads "une personne"; words joined by a hyphen are kept.

    A part of a name is hidden when it is written with its capital: "Petit" is, "petit" is not.
    """
    for pattern in _patterns(names):
        text = pattern.sub(SOMEBODY, text)
    return re.sub(rf"{SOMEBODY}(?:\s+{SOMEBODY})+", SOMEBODY, text)


def _patterns(names: Iterable[str]) -> list[re.Pattern[str]]:
    known = sorted({name.strip() for name in names if name.strip()}, key=len, reverse=True)
    parts = sorted({part for name in known for part in name.split() if _may_be_a_name(part)}, key=len, reverse=True)
    whole = [re.compile(_alone(r"\s+".join(map(re.escape, name.split()))), re.IGNORECASE) for name in known]
    return [*whole, *(re.compile(_alone(re.escape(part))) for part in parts)]


def _alone(pattern: str) -> str:
    return rf"(?<![\w-]){pattern}(?![\w-])"


def _may_be_a_name(part: str) -> bool:
    return len(part) >= SHORTEST and part[0].isupper()
