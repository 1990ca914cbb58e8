"""The formulas of DOMAIN §C: pure and exact, whatever the order of what they are given; nothing to divide by, no value.

Counts and sums give integers and fractions; only a logarithm gives a float, summed so that order changes nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from itertools import pairwise

Shares = Mapping[str, Fraction]


def ratio(numerator: int | Fraction, denominator: int | Fraction) -> Fraction | None:
    """Return numerator / denominator, or None when there is nothing to divide by."""
    return Fraction(numerator) / Fraction(denominator) if denominator else None


def shares(counts: Mapping[str, int]) -> dict[str, Fraction]:
    """Return the share of each count in their sum; nothing when they sum to zero."""
    total = sum(counts.values())
    return {key: Fraction(count, total) for key, count in counts.items()} if total else {}


def mean(values: Iterable[int | Fraction]) -> Fraction | None:
    """Return the mean, or None of nothing."""
    found = list(values)
    return ratio(sum(found), len(found))


def median(values: Iterable[int]) -> Fraction | None:
    """Return the median, half-way between the two middle values of an even number; None of nothing."""
    found = sorted(values)
    middle = len(found) // 2
    if not found:
        return None
    return Fraction(found[middle]) if len(found) % 2 else Fraction(found[middle - 1] + found[middle], 2)


def diversity(counts: Mapping[str, int]) -> Fraction | None:
    """I1f: 1 − Σ p², the chance that two people drawn with replacement came by two ways; None of nobody."""
    found = shares(counts)
    return 1 - sum((share * share for share in found.values()), Fraction(0)) if found else None


def representation(counts: Mapping[str, int], population: Mapping[str, int]) -> dict[str, Fraction | None]:
    """I3g: for each band, its share among those known over its share in the population."""
    known, expected = shares(counts), shares(population)
    return {
        band: ratio(known[band], share) if known and share else None
        for band, share in expected.items()
        if band in counts
    }


def dissimilarity(counts: Mapping[str, int], population: Mapping[str, int]) -> Fraction | None:
    """I3h: D = ½ Σ |p − π|, the share of people who would have to change bands for all to be represented alike."""
    known, expected = shares(counts), shares(population)
    if not known or not expected:
        return None
    bands = known.keys() | expected.keys()
    gaps = (abs(known.get(band, Fraction(0)) - expected.get(band, Fraction(0))) for band in bands)
    return sum(gaps, Fraction(0)) / 2


def balance(counts: Mapping[str, int]) -> float | None:
    """I3i: J = −Σ p ln p / ln B: 1 when the B bands are equal, 0 when one has everybody; None of nobody or one band."""
    found, bands = shares(counts), len(counts)
    if not found or bands < 2:  # noqa: PLR2004 - ln 1 = 0
        return None
    spread = math.fsum(-float(share) * math.log(share) for share in found.values() if share)
    return spread / math.log(bands)


def gini(turns: Iterable[int]) -> Fraction | None:
    """T3: G = 2 Σ i·x(i) / (n Σx) − (n+1)/n, zeros included: 0 when all speak alike; None when nobody spoke."""
    found = sorted(turns)
    n, total = len(found), sum(found)
    if not total:
        return None
    ranked = sum(rank * value for rank, value in enumerate(found, 1))
    return Fraction(2 * ranked, n * total) - Fraction(n + 1, n)


def gaps(days: Iterable[date]) -> list[int]:
    """I2b: days between each meeting and the next."""
    found = sorted(days)
    return [(after - before).days for before, after in pairwise(found)]


def floor_ratio(turns: int, all_turns: int, present: int, all_present: int) -> Fraction | None:
    """T4: a group's share of the turns over its share of those present: 1 when it speaks as much as the others."""
    spoken, there = ratio(turns, all_turns), ratio(present, all_present)
    return ratio(spoken, there) if spoken is not None and there else None
