"""What other slices add to projects: panels on the page, hints in the form, tasks of a person.

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
class Task:
    """One thing that a person must do: on which project, what, and where."""

    project: Project
    sentence: str
    action_label: str
    action_url: str


PanelMaker = Callable[[Project, Actor | None], Panel | None]
Hint = Callable[[Project], str]
TaskSource = Callable[[int], Iterable[Task]]

_panels: list[tuple[int, PanelMaker]] = []
_hints: dict[str, Hint] = {}
_task_sources: list[TaskSource] = []


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


def task_source(source: TaskSource) -> TaskSource:
    """Register a function that gives what awaits a person, by their id, in one query."""
    if source not in _task_sources:
        _task_sources.append(source)
    return source


def tasks_of(person_id: int) -> list[Task]:
    """Return what other slices await from a person."""
    return [task for source in _task_sources for task in source(person_id)]


def panels_of(project: Project, actor: Actor | None) -> list[Panel]:
    """Return the sections that other slices show of a project to this person (None: a visitor)."""
    made = (maker(project, actor) for _, maker in _panels)
    return [shown for shown in made if shown is not None]


def hint_for(field_name: str, project: Project) -> str:
    """Return what another slice says beside a field, or an empty string."""
    function = _hints.get(field_name)
    return function(project) if function else ""
