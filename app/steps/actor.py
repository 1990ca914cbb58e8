"""Who does something, and for whom."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """A person at the keyboard, and the resident for whom a helper acts; nobody at all is the system."""

    person_id: int | None
    on_behalf_id: int | None = None

    @property
    def acting_id(self) -> int | None:
        """The person whose rights count: the resident when a helper acts, else whoever is there."""
        return self.on_behalf_id or self.person_id

    @property
    def is_system(self) -> bool:
        """Say whether nobody is behind this act: a deadline has passed."""
        return self.person_id is None


SYSTEM = Actor(None)
