"""How much members would give, without a database: the largest amount that enough of them support.

Every cent is a candidate, supported by the members who proposed at least as much. With the majority as the
threshold, the amount is the lower median of the proposals: no member can bring it closer to theirs by exaggerating
(Freeman, Pennock, Peters, Vaughan, arXiv:1905.00457).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Proposals:
    """What members propose for one file, in cents; a voter who proposes nothing supports nothing.

    `most` is the largest grant that the rules allow.
    """

    amounts: tuple[int, ...]
    voters: int
    most: int

    @property
    def majority(self) -> int:
        """Return the smallest number of voters that is strictly more than half of them."""
        return self.voters // 2 + 1

    def supporters(self, cents: int) -> int:
        """Count the members who accept at least this amount."""
        return sum(amount >= cents for amount in self.amounts)

    def supported_by(self, threshold: int) -> int:
        """Return the largest amount, within `most`, that at least `threshold` members accept; 0 when there is none."""
        ordered = sorted(self.amounts, reverse=True)
        return min(ordered[threshold - 1], self.most) if 0 < threshold <= len(ordered) else 0

    def threshold(self, extra: int) -> int:
        """Return the majority raised by some voters, at most all of them."""
        return max(min(self.majority + extra, self.voters), 1)


@dataclass(frozen=True)
class Fitted:
    """The amounts of several files together: `extra` voters above the majority were needed so that the sum fits."""

    amounts: tuple[int, ...]
    extra: int
    envelope: int

    @property
    def total(self) -> int:
        """Return the sum of the amounts, in cents."""
        return sum(self.amounts)

    @property
    def fits(self) -> bool:
        """Say whether the envelope covers the sum; at unanimity it may still not."""
        return self.total <= self.envelope


def fitted(files: Sequence[Proposals], envelope: int) -> Fitted:
    """Raise the threshold of every file, one voter at a time, until the sum fits the envelope (cents)."""
    highest = max((file.voters - file.majority for file in files), default=0)
    for extra in range(max(highest, 0) + 1):
        found = Fitted(tuple(file.supported_by(file.threshold(extra)) for file in files), extra, envelope)
        if found.fits:
            return found
    return found
