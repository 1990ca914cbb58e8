"""Counts that could point at somebody: what is published of them, so that no subtraction gives them back.

A published count under five is shown "moins de 5". Since the total is published too, one hidden count would be
the total less the others: another is then hidden with it ("complementary suppression"), and all of them when that is
not enough.
Which other one is hidden does not depend on its size: a reader who knows the rule learns nothing more from the choice.
Pure functions: no database, no request.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)

FEWEST = 5
"""Persons: a published count under this is not written (DOMAIN §A.3, invariant 17)."""
PAIR = 2
"""Of two counts, one word about the first tells the second: both are hidden alike."""


@dataclass(frozen=True)
class Few:
    """A count under five, zero included."""


@dataclass(frozen=True)
class Hidden:
    """A count that is not published because it would give back a small one."""


Shown = int | Few | Hidden


@dataclass(frozen=True)
class Published(Generic[K]):
    """The counts of a table as everybody may read them, and their total."""

    cells: Mapping[K, Shown]
    total: Shown


def published(counts: Mapping[K, int]) -> Published[K]:
    """Return what may be published of counts that add up to a published total."""
    total = sum(counts.values())
    small = [key for key, count in counts.items() if count < FEWEST]
    if total < FEWEST:
        return Published({key: Few() for key in counts}, Few())
    if not small:
        return Published(dict(counts), total)
    large = next((key for key, count in counts.items() if count >= FEWEST), None)
    if large is not None and len(counts) > PAIR:
        cells: dict[K, Shown] = {**counts, **dict.fromkeys(small, Few()), large: Hidden()}
        if _safe(cells, total, small):
            return Published(cells, total)
    return Published(dict.fromkeys(counts, Hidden()), total)


def alone(count: int) -> Shown:
    """Return what may be published of a count that adds up with no other."""
    return count if count >= FEWEST else Few()


def possible(cells: Mapping[K, Shown], total: Shown, key: K) -> tuple[float, float]:
    """Return the least and the most that a reader who subtracts can tell of one count."""
    least, most = _bounds(cells[key])
    if not isinstance(total, int):
        return least, most
    others = [_bounds(shown) for other, shown in cells.items() if other != key]
    return max(least, total - sum(high for _, high in others)), min(most, total - sum(low for low, _ in others))


def _safe(cells: Mapping[K, Shown], total: int, small: Iterable[K]) -> bool:
    ranges = (possible(cells, total, key) for key in small)
    return all(least < most for least, most in ranges)


def _bounds(shown: Shown) -> tuple[float, float]:
    """Return what the word itself says; beside a "moins de 5", a hidden count is a larger one."""
    if isinstance(shown, Few):
        return 0, FEWEST - 1
    return (FEWEST, float("inf")) if isinstance(shown, Hidden) else (shown, shown)
