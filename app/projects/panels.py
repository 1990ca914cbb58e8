"""What other slices add to a project: panels on its page, hints in its form, tasks for those who do not carry it.

They register here; we import none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from app.projects.models import Project
from app.steps.actor import Actor


@dataclass(frozen=True)
class Panel:
    """A section of the project page: a translated title, a template and what it is given."""

    title: str
    template: str
    context: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Awaited:
    """Something that a person is awaited for on a project they do not carry: what, and the endpoint of its screen."""

    project: Project
    label: str
    endpoint: str


PanelMaker = Callable[[Project, Actor | None], Panel | None]
Hint = Callable[[Project], str]
AwaitedSource = Callable[[int], Iterable[Awaited]]

_panels: list[tuple[int, PanelMaker]] = []
_hints: dict[str, Hint] = {}
_awaited: list[AwaitedSource] = []


def panel(order: int) -> Callable[[PanelMaker], PanelMaker]:
    """Register a section of the project page; smaller orders come first. The maker returns None to stay silent."""

    def add(maker: PanelMaker) -> PanelMaker:
        if all(known is not maker for _, known in _panels):
            _panels.append((order, maker))
            _panels.sort(key=lambda row: row[0])
        return maker

    return add


def hint(field_name: str) -> Callable[[Hint], Hint]:
    """Register a sentence shown beside a field of the project form ("amount": the fund's ceiling)."""

    def add(function: Hint) -> Hint:
        _hints[field_name] = function
        return function

    return add


def awaited(source: AwaitedSource) -> AwaitedSource:
    """Register what another slice awaits from a person, given their id; shown first on their own page."""
    if all(known is not source for known in _awaited):
        _awaited.append(source)
    return source


def awaited_from(person_id: int) -> list[Awaited]:
    """Return everything that other slices await from a person."""
    return [one for source in _awaited for one in source(person_id)]


def panels_of(project: Project, actor: Actor | None) -> list[Panel]:
    """Return the sections that other slices show of a project to this person (None: a visitor)."""
    made = (maker(project, actor) for _, maker in _panels)
    return [shown for shown in made if shown is not None]


def hint_for(field_name: str, project: Project) -> str:
    """Return what another slice says beside a field, or an empty string."""
    function = _hints.get(field_name)
    return function(project) if function else ""
