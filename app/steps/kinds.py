"""What slices tell the steps about their subjects: roles, reversals, what to do when something moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from app.db import remembered
from app.steps.actor import Actor
from app.steps.models import Step, Subject

F = TypeVar("F", bound=Callable[..., Any])
RoleSource = Callable[[Any, Actor], Iterable[str]]
StepHook = Callable[[Any, Step, Actor], None]
Effect = Callable[[Any, Actor], None]
Companions = Callable[[int], Iterable[int]]

MODELS: dict[str, type[Subject]] = {}
_role_sources: dict[str, list[RoleSource]] = defaultdict(list)
_companions: dict[tuple[str, str], list[Companions]] = defaultdict(list)
_effects: dict[tuple[str, str], list[Effect]] = defaultdict(list)
_reversals: dict[tuple[str, str], list[StepHook]] = defaultdict(list)
_watchers: dict[str, list[StepHook]] = defaultdict(list)


def subject_kind(model: type[Subject]) -> type[Subject]:
    """Class decorator: declare that this model follows workflows, under its `kind`."""
    MODELS[model.kind] = model
    return model


def role_source(kind: str) -> Callable[[RoleSource], RoleSource]:
    """Register a function that says which roles a person has towards a subject of this kind."""
    return _adder(_role_sources[kind])


def upon(kind: str, *actions: str) -> Callable[[Effect], Effect]:
    """Register what else changes, in the same transaction, when one of these actions has been allowed."""

    def add(function: Effect) -> Effect:
        for action in actions:
            _add(_effects[kind, action], function)
        return function

    return add


def moving_with(kind: str, *actions: str) -> Callable[[Companions], Companions]:
    """Register which others of this kind one of these actions changes, by id: they are locked with the subject.

    It is asked before the lock and again under it, so it reads the database each time.
    """

    def add(function: Companions) -> Companions:
        for action in actions:
            _add(_companions[kind, action], function)
        return function

    return add


def companions(subject: Subject, action: str) -> frozenset[int]:
    """Return the ids of what was registered with `moving_with` for an action on a subject."""
    return frozenset(key for source in _companions.get((subject.kind, action), ()) for key in source(subject.id))


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
    return remembered(
        ("roles", subject.kind, subject.id, actor),
        lambda: frozenset(role for source in _role_sources[subject.kind] for role in source(subject, actor)),
    )


def apply(subject: Subject, action: str, actor: Actor) -> None:
    """Run what was registered with `upon`."""
    for function in _effects[subject.kind, action]:
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
