"""The registry of named conditions. The slice that owns a fact registers the guard that states it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

Check = Callable[[Any], str | None]
"""Given a subject, None when the condition is satisfied, else the sentence shown to the person."""

C = TypeVar("C", bound=Check)


class GuardNameTaken(ValueError):
    """Two different conditions claim one name."""


class UnknownGuard(LookupError):
    """A workflow asks for a condition that nobody registered."""


@dataclass(frozen=True, slots=True)
class Guard:
    """A named condition, the role that can satisfy it and the page where that is done."""

    name: str
    check: Check
    supplied_by: str
    screen: str | None = None


class GuardRegistry:
    """A closed set of named conditions: a workflow file can only call what was registered here."""

    def __init__(self) -> None:
        self._guards: dict[str, Guard] = {}

    def guard(self, name: str, *, supplied_by: str, screen: str | None = None) -> Callable[[C], C]:
        """Register the decorated function under a name. Raises GuardNameTaken."""

        def register(check: C) -> C:
            self.add(Guard(name, check, supplied_by, screen))
            return check

        return register

    def add(self, guard: Guard) -> None:
        """Register a guard; the same one twice is harmless. Raises GuardNameTaken."""
        if self._guards.setdefault(guard.name, guard) != guard:
            raise GuardNameTaken(guard.name)

    def get(self, name: str) -> Guard:
        """Find a guard. Raises UnknownGuard."""
        try:
            return self._guards[name]
        except KeyError:
            raise UnknownGuard(name) from None

    def known(self) -> frozenset[str]:
        """Name every registered guard."""
        return frozenset(self._guards)


registry = GuardRegistry()
"""The product's own registry."""

guard = registry.guard
get = registry.get
known = registry.known
