"""The queue of projects that voters could buy next, the best bid first."""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

FINENESS = 40
"""Bits after the point of the rounded bids that the queue compares first; equal ones are compared exactly."""


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

    def rounded(self) -> int:
        """Round the bid, so that a greater one never comes out as the smaller; not for infinity."""
        return (self.above << FINENESS) // self.below


AnyBid = TypeVar("AnyBid", bound=Bid)


class Bids(Generic[AnyBid]):
    """Bids can only fall as money is spent, so an old bid is a bound: one that leads although it is fresh has won."""

    def __init__(self, bounds: Iterable[AnyBid]) -> None:
        """Queue the first bids, which need only be bounds."""
        self._queue = [_ranked(bid) for bid in bounds]
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
        while self._queue and self._first.turn != self._turn:
            self._freshen(weighed)
        if not self._queue:
            return None, weighed
        winner = heappop(self._queue)[-1]
        self._weigh_ties(winner, weighed)
        return winner, weighed

    @property
    def _first(self) -> AnyBid:
        return self._queue[0][-1]

    def _freshen(self, weighed: list[AnyBid]) -> None:
        fresh = self._renew(heappop(self._queue)[-1])
        if fresh is not None:
            fresh.turn = self._turn
            weighed.append(fresh)
            heappush(self._queue, _ranked(fresh))

    def _weigh_ties(self, winner: AnyBid, weighed: list[AnyBid]) -> None:
        """Weigh also the bids that may be worth as much, so that every tie is told."""
        tied: list[AnyBid] = []
        while self._queue and self._first.equals(winner):
            if self._first.turn == self._turn:
                tied.append(heappop(self._queue)[-1])
            else:
                self._freshen(weighed)
        for bid in tied:
            heappush(self._queue, _ranked(bid))

    def remaining(self) -> list[int]:
        """Give the positions that are still queued, the best bid first."""
        return [bid.position for _, _, bid in sorted(self._queue)]


def _ranked(bid: AnyBid) -> tuple[bool, int, AnyBid]:
    """Put before a bid what sorts it fast: infinity first, then the greater; the bids themselves separate equals."""
    return (True, -bid.rounded(), bid) if bid.below else (False, 0, bid)
