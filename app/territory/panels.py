"""What other slices add to the page of a neighbourhood. They register here; we import none of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from app.territory.models import Neighbourhood


@dataclass(frozen=True)
class Panel:
    """A section of the page: a translated title, a template and what it is given."""

    title: str
    template: str
    context: Mapping[str, object] = field(default_factory=dict)


PanelMaker = Callable[[Neighbourhood], Panel | None]
_panels: list[tuple[int, PanelMaker]] = []


def panel(order: int) -> Callable[[PanelMaker], PanelMaker]:
    """Register a section; smaller orders come first. The maker returns None to stay silent."""

    def add(maker: PanelMaker) -> PanelMaker:
        if all(known is not maker for _, known in _panels):
            _panels.append((order, maker))
            _panels.sort(key=lambda row: row[0])
        return maker

    return add


def panels_of(place: Neighbourhood) -> list[Panel]:
    """Return the sections that other slices show of a neighbourhood."""
    made = (maker(place) for _, maker in _panels)
    return [shown for shown in made if shown is not None]
