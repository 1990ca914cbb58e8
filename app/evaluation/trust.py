"""Whether trust has moved between two waves: DOMAIN §C.6, pure functions."""

from __future__ import annotations

import math
from dataclasses import dataclass

SMALLEST_SAMPLE = 30
"""Answers under which a figure is not published for a neighbourhood (DOMAIN §C.6)."""
CONFIDENT = 6
"""From this answer on, out of ten, somebody trusts."""
Z95 = 1.96
LEAST_FOR_A_SPREAD = 2


@dataclass(frozen=True)
class ItemFigures:
    """The answers to one item: how many, their mean, their spread (sample standard deviation), the share from 6 on."""

    n: int
    mean: float
    sd: float
    share: float

    @property
    def is_published(self) -> bool:
        """Say whether there are enough answers to publish the figure."""
        return self.n >= SMALLEST_SAMPLE


@dataclass(frozen=True)
class Change:
    """What moved from one wave to the next, with the bounds of its 95 % confidence interval."""

    delta: float
    low: float
    high: float

    @property
    def is_shown(self) -> bool:
        """Say whether an evolution is shown: only when the interval excludes 0."""
        return self.low > 0 or self.high < 0


def figures(n: int, total: int, squares: int, confident: int) -> ItemFigures | None:
    """Return the figures of an item from its count, its sum, its sum of squares, its answers from 6 on; None if none.

    The sums are whole numbers, so that the same answers give the same figures in any order.
    """
    if n == 0:
        return None
    spread = (n * squares - total * total) / (n * (n - 1)) if n >= LEAST_FOR_A_SPREAD else 0.0
    return ItemFigures(n, total / n, math.sqrt(spread), confident / n)


def change(first: ItemFigures, last: ItemFigures) -> Change:
    """Return Δ = m_w − m_0 with CI95 = Δ ± 1.96·√(sd²_w/n_w + sd²_0/n_0) (DOMAIN §C.6)."""
    delta = last.mean - first.mean
    margin = Z95 * math.sqrt(last.sd**2 / last.n + first.sd**2 / first.n)
    return Change(delta, delta - margin, delta + margin)
