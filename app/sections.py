"""Sections that slices add to the page of a slice below them: each page keeps its own list and imports no one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, ParamSpec

P = ParamSpec("P")


@dataclass(frozen=True)
class Panel:
    """A section of a page: a translated title, a template and what it is given."""

    title: str
    template: str
    context: Mapping[str, object] = field(default_factory=dict)


class Sections(Generic[P]):
    """The sections of one sort of page; P is what their makers are given."""

    def __init__(self) -> None:
        self._makers: list[tuple[int, Callable[P, Panel | None]]] = []

    def panel(self, order: int) -> Callable[[Callable[P, Panel | None]], Callable[P, Panel | None]]:
        """Register a section; smaller orders come first. The maker returns None to stay silent."""

        def add(maker: Callable[P, Panel | None]) -> Callable[P, Panel | None]:
            if all(known is not maker for _, known in self._makers):
                self._makers.append((order, maker))
                self._makers.sort(key=lambda row: row[0])
            return maker

        return add

    def shown(self, *asked: P.args, **named: P.kwargs) -> list[Panel]:
        """Return the sections that have something to say, in order."""
        made = (maker(*asked, **named) for _, maker in self._makers)
        return [panel for panel in made if panel is not None]
