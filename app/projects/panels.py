"""What other slices add to projects: panels on the page, hints and sections in the form, tasks of a person.

They register here; we import none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from app.projects.models import Project
from app.sections import Panel, Sections
from app.steps.actor import Actor

__all__ = ["Panel", "Task", "beginning", "begun", "draft_panel", "draft_panels_of", "hint", "hint_for", "panel",
           "panels_of", "path_offer", "paths_offered", "task_source", "tasks_of"]  # fmt: skip


@dataclass(frozen=True)
class Task:
    """One thing that a person must do: on which project, what, and where."""

    project: Project
    sentence: str
    action_label: str
    action_url: str


Beginning = Callable[[Project, Mapping[str, str], Actor], None]
Hint = Callable[[Project], str]
TaskSource = Callable[[int], Iterable[Task]]

_sections = Sections[[Project, Actor | None]]()
panel, panels_of = _sections.panel, _sections.shown
_draft_sections = Sections[[Project]]()
draft_panel, draft_panels_of = _draft_sections.panel, _draft_sections.shown
"""Sections beside the form while one writes: what others learnt."""
_paths = Sections[[Project, Actor]]()
path_offer, paths_offered = _paths.panel, _paths.shown
"""Other ways than the fund's, offered where one reads a draft back before sending it."""
_beginnings: list[Beginning] = []
_hints: dict[str, Hint] = {}
_task_sources: list[TaskSource] = []


def hint(field_name: str) -> Callable[[Hint], Hint]:
    """Register a sentence shown beside a field of the project form ("amount": the fund's ceiling)."""

    def add(function: Hint) -> Hint:
        _hints[field_name] = function
        return function

    return add


def beginning(function: Beginning) -> Beginning:
    """Register a function called once a draft is stored, with what the address of its form asked."""
    if function not in _beginnings:
        _beginnings.append(function)
    return function


def begun(project: Project, asked: Mapping[str, str], actor: Actor) -> None:
    """Tell other slices that a draft was begun."""
    for function in _beginnings:
        function(project, asked, actor)


def task_source(source: TaskSource) -> TaskSource:
    """Register a function that gives what awaits a person, by their id, in one query."""
    if source not in _task_sources:
        _task_sources.append(source)
    return source


def tasks_of(person_id: int) -> list[Task]:
    """Return what other slices await from a person."""
    return [task for source in _task_sources for task in source(person_id)]


def hint_for(field_name: str, project: Project) -> str:
    """Return what another slice says beside a field, or an empty string."""
    function = _hints.get(field_name)
    return function(project) if function else ""
