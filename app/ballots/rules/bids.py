"""The queue of projects that voters could buy next, the best bid first."""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Bid:
    """What a project is worth now, as the fraction `above`/`below`: the greater goes first, then the tie order."""

    __slots__ = ("above", "below", "place", "position", "turn")

    def __init__(self, position: int, place: int, above: int, below: int) -> None:
        """Make the bid of a candidate; `below` 0 stands for infinity."""
        self.position, self.place, self.above, self.below = position, place, above, below
        self.turn = -1

    def __lt__(self, other: Bid) -> bool:
        """Tell whether this bid goes before another."""
        mine, theirs = self.above * other.below, other.above * self.below
        return mine > theirs or (mine == theirs and self.place < other.place)


AnyBid = TypeVar("AnyBid", bound=Bid)


class Bids(Generic[AnyBid]):
    """Bids can only fall as money is spent, so an old bid is a bound: one that leads although it is fresh has won."""

    def __init__(self, bounds: Iterable[AnyBid]) -> None:
        """Queue the first bids, which need only be bounds."""
        self._queue = list(bounds)
        self._turn = 0
        heapify(self._queue)

    def best(self, renew: Callable[[AnyBid], AnyBid | None]) -> tuple[AnyBid | None, list[AnyBid]]:
        """Take out the best bid, with all that were weighed for it; `renew` gives a fresh bid, or None for the hopeless."""
        self._turn += 1
        weighed: list[AnyBid] = []
        while self._queue and self._queue[0].turn != self._turn:
            fresh = renew(heappop(self._queue))
            if fresh is not None:
                fresh.turn = self._turn
                weighed.append(fresh)
                heappush(self._queue, fresh)
        return (heappop(self._queue) if self._queue else None), weighed

    def remaining(self) -> list[int]:
        """Give the positions that are still queued, the best bid first."""
        return [bid.position for bid in sorted(self._queue)]
