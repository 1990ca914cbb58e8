"""What other slices say when somebody asks to be erased: why not yet, and what of theirs must go. We import none."""

from __future__ import annotations

from collections.abc import Callable, Iterable

Obstacle = Callable[[int], Iterable[str]]
Eraser = Callable[[int], None]

_obstacles: list[Obstacle] = []
_erasers: list[Eraser] = []


def obstacle(function: Obstacle) -> Obstacle:
    """Register a function that gives, by a person's id, the sentences that say why their account must stay for now."""
    if function not in _obstacles:
        _obstacles.append(function)
    return function


def eraser(function: Eraser) -> Eraser:
    """Register a function that makes nameless, by a person's id, what a slice holds of them."""
    if function not in _erasers:
        _erasers.append(function)
    return function


def obstacles_of(person_id: int) -> list[str]:
    """Return every reason why a person cannot be erased now; empty when they can."""
    return [sentence for function in _obstacles for sentence in function(person_id)]


def erase_elsewhere(person_id: int) -> None:
    """Have every slice make nameless what it holds of a person."""
    for function in _erasers:
        function(person_id)
