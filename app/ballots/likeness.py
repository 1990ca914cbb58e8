"""Whether two names may be one person's, as people write them: accents, hyphens, order, a slip of the pen. Pure.

It only asks for a second look, and never decides: two people may bear one name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from app.plain import plain

LONG_WORD = 7
"""Letters from which two slips are forgiven in a word, as in Mohamed and Mohammad; one in a shorter one."""
SHORT_WORD = 3
"""Letters below which a word must be the same."""
STREETS = frozenset(
    {"rue", "r", "avenue", "av", "ave", "boulevard", "bd", "bvd", "allee", "all", "place", "pl", "impasse"}
)
"""Words of an address that people write, shorten or leave out."""


def are_alike(name: str, other: str) -> bool:
    """Say whether two names may be one person's.

    The words of the shorter are all in the longer, in any order, save for a slip in each or an initial; one common
    word alone is not enough, unless a name has no other.
    """
    one, two = sorted((plain(name).split(), plain(other).split()), key=len)
    if not one:
        return False
    if _near("".join(one), "".join(two)) or _near("".join(reversed(one)), "".join(two)):
        return True
    return (len(one) > 1 or len(two) == 1) and _are_in(one, two)


def same_home(about: str, other: str) -> bool:
    """Say whether two addresses may be one: the same words, less "rue" and the like."""
    return bool(about.strip()) and _home(about) == _home(other)


def _home(about: str) -> Counter[str]:
    return Counter(word for word in plain(about).split() if word not in STREETS)


def _are_in(few: Sequence[str], many: Sequence[str]) -> bool:
    """Say whether each word of one name has a word of its own in the other."""
    left = list(many)
    for word in sorted(few, key=len, reverse=True):
        twin = next((each for each in left if _near(word, each) or _initial(word, each)), None)
        if twin is None:
            return False
        left.remove(twin)
    return any(len(word) > 1 for word in few)


def _initial(word: str, other: str) -> bool:
    return 1 in (len(word), len(other)) and word[0] == other[0]


def _near(word: str, other: str) -> bool:
    shorter = min(len(word), len(other))
    if word == other or shorter < SHORT_WORD:
        return word == other
    return _slips(word, other) <= (2 if shorter >= LONG_WORD else 1)


def _slips(word: str, other: str) -> int:
    """Count the letters to add, drop, change or swap between two words."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(word, start=1):
        earlier, before, row = before, row, [place]
        for rank, twin in enumerate(other, start=1):
            cost = min(before[rank] + 1, row[-1] + 1, before[rank - 1] + (letter != twin))
            if place > 1 and rank > 1 and letter == other[rank - 2] and word[place - 2] == twin:
                cost = min(cost, earlier[rank - 2] + 1)
            row.append(cost)
    return row[-1]
