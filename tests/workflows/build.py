"""Builders for the tests of the engine: a subject in memory, a registry that answers as told, changed files."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path

from workflows import definition as files
from workflows.definition import Definition
from workflows.engine import Catalogue
from workflows.guards import Guard, GuardRegistry
from workflows.vocabulary import DOCUMENTS

FOLDER = Path(files.__file__).parent / "definitions"
SHIPPED = sorted(FOLDER.glob("*.v*.toml"))
MICRO_GRANT = FOLDER / "micro-grant.v1.toml"


@dataclass
class Thing:
    """A subject held in memory."""

    state: str
    workflow_key: str = "micro-grant"
    workflow_version: int = 1
    failing: set[str] = field(default_factory=set)
    documents: set[str] = field(default_factory=lambda: set(DOCUMENTS))

    def held_documents(self) -> Collection[str]:
        """Name the documents given to the builder."""
        return self.documents


def file_of(kind: str) -> Path:
    """Return the first file of the product written for a kind of subject."""
    return next(path for path in SHIPPED if files.load(path).kind == kind)


def shipped(path: Path = MICRO_GRANT) -> Definition:
    """Load a definition of the product."""
    return files.load(path)


def registry_for(*definitions: Definition) -> GuardRegistry:
    """Register every guard the definitions name; each holds unless the subject lists it as failing."""
    registry = GuardRegistry()
    for name in {guard for definition in definitions for guard in guard_names(definition)}:
        registry.add(Guard(name, _obeying(name), "referent"))
    return registry


def _obeying(name: str) -> Callable[[Thing], str | None]:
    return lambda thing: f"no {name}" if name in thing.failing else None


def guard_names(definition: Definition) -> list[str]:
    """List the guards a definition names, once each."""
    names = [name for _, action in moves(definition) for name in action.requires]
    return list(dict.fromkeys(names))


def moves(definition: Definition) -> list[tuple[str, files.Action]]:
    """List every state with each of its actions."""
    return [(state.name, action) for state in definition.states.values() for action in state.actions.values()]


def catalogue(*definitions: Definition) -> Catalogue:
    """Make a catalogue whose guards obey the subject."""
    return Catalogue(definitions, registry_for(*definitions))


def changed(before: str, after: str, source: Path = MICRO_GRANT) -> Definition:
    """Load a shipped file with one passage replaced; the passage must be there."""
    text = source.read_text(encoding="utf-8")
    if before not in text:
        raise AssertionError(f"{source.name} does not say {before!r}")
    return files.loads(text.replace(before, after, 1))


def with_action(state: str, to: str, source: Path = MICRO_GRANT) -> Definition:
    """Load a shipped file with one more action, open to referents and guarded by nothing."""
    text = source.read_text(encoding="utf-8")
    bypass = f'\n[states.{state}.actions.bypass]\nlabel = "Passer outre"\nto = "{to}"\nroles = ["referent"]\n'
    return files.loads(text + bypass)
