"""What slices tell the steps about their subjects: roles, reversals, what to do when something moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from app.steps.actor import Actor
from app.steps.models import Step, Subject

F = TypeVar("F", bound=Callable[..., Any])
RoleSource = Callable[[Any, Actor], Iterable[str]]
StepHook = Callable[[Any, Step, Actor], None]
Before = Callable[[Any, Actor], None]

MODELS: dict[str, type[Subject]] = {}
_role_sources: dict[str, list[RoleSource]] = defaultdict(list)
_preparations: dict[tuple[str, str], list[Before]] = defaultdict(list)
_reversals: dict[tuple[str, str], list[StepHook]] = defaultdict(list)
_watchers: dict[str, list[StepHook]] = defaultdict(list)


def subject_kind(model: type[Subject]) -> type[Subject]:
    """Class decorator: declare that this model follows workflows, under its `kind`."""
    MODELS[model.kind] = model
    return model


def role_source(kind: str) -> Callable[[RoleSource], RoleSource]:
    """Register a function that says which roles a person has towards a subject of this kind."""
    return _adder(_role_sources[kind])


def before(kind: str, *actions: str) -> Callable[[Before], Before]:
    """Register what is prepared, in the same transaction, just before one of these actions is checked."""

    def add(function: Before) -> Before:
        for action in actions:
            _add(_preparations[kind, action], function)
        return function

    return add


def reversal(kind: str, *actions: str) -> Callable[[StepHook], StepHook]:
    """Register what else is undone, in the same transaction, when one of these actions is corrected."""

    def add(function: StepHook) -> StepHook:
        for action in actions:
            _add(_reversals[kind, action], function)
        return function

    return add


def watcher(kind: str) -> Callable[[StepHook], StepHook]:
    """Register a function called in the same transaction after every step of a subject of this kind."""
    return _adder(_watchers[kind])


def roles_of(subject: Subject, actor: Actor) -> frozenset[str]:
    """Return every role that the actor has towards the subject, from all the slices that know of one."""
    if actor.is_system:
        return frozenset({"system"})
    return frozenset(role for source in _role_sources[subject.kind] for role in source(subject, actor))


def prepare(subject: Subject, action: str, actor: Actor) -> None:
    """Run what was registered with `before`."""
    for function in _preparations[subject.kind, action]:
        function(subject, actor)


def reverse(subject: Subject, step: Step, actor: Actor) -> None:
    """Run what was registered with `reversal` for the action of the corrected step."""
    for function in _reversals[subject.kind, step.action]:
        function(subject, step, actor)


def watch(subject: Subject, step: Step, actor: Actor) -> None:
    """Run what was registered with `watcher`."""
    for function in _watchers[subject.kind]:
        function(subject, step, actor)


def _adder(functions: list[F]) -> Callable[[F], F]:
    def add(function: F) -> F:
        return _add(functions, function)

    return add


def _add(functions: list[F], function: F) -> F:
    if function not in functions:
        functions.append(function)
    return function
