"""The workflow definitions this installation runs, verified before the first subject can use one."""

from __future__ import annotations

import functools
from pathlib import Path

from workflows import guards
from workflows.definition import Definition, State
from workflows.engine import Catalogue
from workflows.verify import problems
from workflows.vocabulary import DOCUMENTS, ROLES

from app.steps.models import Subject

FOLDER = Path(__file__).parents[2] / "workflows" / "definitions"


class UnsafeWorkflow(RuntimeError):
    """A definition breaks a promise or names something unknown; the message lists every problem."""


@functools.cache
def catalogue() -> Catalogue:
    """Return every definition of the folder, loaded once."""
    return Catalogue(registry=guards.registry).load_folder(FOLDER)


def check() -> None:
    """Verify every definition against the guards that the slices have registered.

    Raises UnsafeWorkflow: the application must not start with a workflow that breaks a promise.
    """
    found = [
        f"{definition.key}.v{definition.version} : {problem}"
        for definition in catalogue()
        for problem in problems(definition, guards.registry, ROLES, DOCUMENTS)
    ]
    if found:
        raise UnsafeWorkflow("\n".join(found))


def definition_of(subject: Subject) -> Definition:
    """Return the definition, of the pinned version, that a subject follows."""
    return catalogue().definition(subject.workflow_key, subject.workflow_version)


def state_of(subject: Subject) -> State:
    """Return what the definition says of the state a subject is in."""
    return definition_of(subject).states[subject.state]
