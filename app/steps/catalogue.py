"""The workflow definitions this installation runs, verified before the first subject can use one."""

from __future__ import annotations

import functools
from pathlib import Path

import click

from app.steps.models import Subject
from workflows import guards
from workflows.definition import Definition, DefinitionError, State, load
from workflows.engine import Catalogue
from workflows.release import check_released
from workflows.verify import problems
from workflows.vocabulary import DOCUMENTS, ROLES

FOLDER = Path(__file__).parents[2] / "workflows" / "definitions"


class UnsafeWorkflow(click.ClickException):
    """A definition breaks a promise or names something unknown; the message lists every problem.

    A ClickException, so that `flask` ends with this message and exit code 1 instead of a traceback.
    """


@functools.cache
def catalogue() -> Catalogue:
    """Return every definition of the folder, loaded once."""
    return Catalogue(registry=guards.registry).load_folder(FOLDER)


def check() -> None:
    """Verify every definition of the folder against the guards that the slices have registered.

    Raises UnsafeWorkflow: the application must not start with a workflow that breaks a promise.
    """
    found = faults(FOLDER)
    if found:
        raise UnsafeWorkflow("\n".join(found))
    try:
        catalogue()
    except DefinitionError as error:
        raise UnsafeWorkflow(str(error)) from error


@functools.cache
def faults(folder: Path) -> tuple[str, ...]:
    """Say in French everything wrong in a folder of definitions: unreadable, unsafe, or changed after its release."""
    files = sorted(folder.glob("*.v*.toml"))
    return (*check_released(folder), *(fault for path in files for fault in faults_of_file(path)))


def faults_of_file(path: Path) -> tuple[str, ...]:
    """Say in French everything wrong in one workflow file."""
    try:
        definition = load(path)
    except (DefinitionError, OSError) as error:
        return (str(error),)
    return tuple(
        f"{path.name}\N{NO-BREAK SPACE}: {problem}"
        for problem in problems(definition, guards.registry, ROLES, DOCUMENTS)
    )


def definition_of(subject: Subject) -> Definition:
    """Return the definition, of the pinned version, that a subject follows."""
    return catalogue().definition(subject.workflow_key, subject.workflow_version)


def state_of(subject: Subject) -> State:
    """Return what the definition says of the state a subject is in."""
    return definition_of(subject).states[subject.state]
