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

    def equals(self, other: Bid) -> bool:
        """Tell whether only the tie order separates this bid from another."""
        return self.above * other.below == other.above * self.below


AnyBid = TypeVar("AnyBid", bound=Bid)


class Bids(Generic[AnyBid]):
    """Bids can only fall as money is spent, so an old bid is a bound: one that leads although it is fresh has won."""

    def __init__(self, bounds: Iterable[AnyBid]) -> None:
        """Queue the first bids, which need only be bounds."""
        self._queue = list(bounds)
        self._turn = 0
        self._renew: Callable[[AnyBid], AnyBid | None]
        heapify(self._queue)

    def best(self, renew: Callable[[AnyBid], AnyBid | None]) -> tuple[AnyBid | None, list[AnyBid]]:
        """Take out the best bid, with all that were weighed for it.

        `renew` gives a fresh bid for a stale one, or None when nothing can make it good again.
        """
        self._turn += 1
        self._renew = renew
        weighed: list[AnyBid] = []
        while self._queue and self._queue[0].turn != self._turn:
            self._freshen(weighed)
        if not self._queue:
            return None, weighed
        winner = heappop(self._queue)
        self._weigh_ties(winner, weighed)
        return winner, weighed

    def _freshen(self, weighed: list[AnyBid]) -> None:
        fresh = self._renew(heappop(self._queue))
        if fresh is not None:
            fresh.turn = self._turn
            weighed.append(fresh)
            heappush(self._queue, fresh)

    def _weigh_ties(self, winner: AnyBid, weighed: list[AnyBid]) -> None:
        """Weigh also the bids that may be worth as much, so that every tie is told."""
        tied: list[AnyBid] = []
        while self._queue and self._queue[0].equals(winner):
            if self._queue[0].turn == self._turn:
                tied.append(heappop(self._queue))
            else:
                self._freshen(weighed)
        for bid in tied:
            heappush(self._queue, bid)

    def remaining(self) -> list[int]:
        """Give the positions that are still queued, the best bid first."""
        return [bid.position for bid in sorted(self._queue)]
