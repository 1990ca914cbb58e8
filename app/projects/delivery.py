"""Whether residents confirm that a project is done: the rule, on what they said. "Done" is not a staff checkbox."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from app.projects.models import Delivered

FEWEST, FEWEST_OUTSIDE = 2, 1
"""Residents who must say yes, and how many of them from outside the team."""


class Said(Protocol):
    """What one or several residents said."""

    said: Delivered
    residents_count: int
    in_team: bool


@dataclass(frozen=True)
class Word:
    """What residents said of a delivery, counted."""

    yes: int = 0
    partly: int = 0
    no: int = 0
    outside: int = 0
    """Those who said yes from outside the team."""

    @property
    def told(self) -> int:
        """How many spoke."""
        return self.yes + self.partly + self.no

    @property
    def is_contested(self) -> bool:
        """Say whether residents do not all see the same thing."""
        return bool(self.yes and self.no)

    @property
    def is_confirmed(self) -> bool:
        """Say whether residents confirm: two say yes, one from outside the team, and no more say no than yes."""
        return self.yes >= FEWEST and self.outside >= FEWEST_OUTSIDE and self.no <= self.yes


def counted(voices: Iterable[Said]) -> Word:
    """Count what residents said; their order does not matter."""
    totals = dict.fromkeys(Delivered, 0)
    outside = 0
    for voice in voices:
        totals[voice.said] += voice.residents_count
        if voice.said is Delivered.YES and not voice.in_team:
            outside += voice.residents_count
    return Word(totals[Delivered.YES], totals[Delivered.PARTLY], totals[Delivered.NO], outside)
