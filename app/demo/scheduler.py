"""Time in the demonstration: lives that wait for one another, told in the order things happened."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Generator, Iterable
from datetime import datetime

from app import clock

Life = Generator[datetime, None, None]
"""What happens to a project, a committee…: it yields the instant at which it wants to go on."""


def play(lives: Iterable[Life], start: datetime, end: datetime) -> None:
    """Run every life from `start`, always the one whose turn comes first, and stop each where it would pass `end`.

    The same lives give the same year: two turns at the same instant go in the order in which they were given.
    """
    ranks = itertools.count()
    queue = [(start, next(ranks), life) for life in lives]
    while queue:
        instant, _, life = heapq.heappop(queue)
        if instant > end:
            continue
        with clock.told(instant):
            wanted = next(life, None)
        if wanted is not None:
            heapq.heappush(queue, (max(wanted, instant), next(ranks), life))
