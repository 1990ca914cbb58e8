"""What may be done to a subject now, what stands in the way, and doing it: one shared machine per definition.

`transitions` is used without callbacks, queue, automatic transitions or attached models: such a machine holds no
state of its own and is safe to share between threads. Obstacles are all checked before the trigger, so that a person
sees every reason at once; the machine holds only the arrows, and moves the subject along one of them.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol, Self

from transitions import Machine

from workflows import guards
from workflows.definition import Action, Definition, DefinitionError, load
from workflows.vocabulary import SYSTEM

Kind = Literal["role", "guard", "document", "note", "state"]


class Subject(Protocol):
    """Anything that has a state: the engine reads its pinned version and writes only `state`."""

    state: str
    workflow_key: str
    workflow_version: int

    def held_documents(self) -> Collection[str]:
        """Name the kinds of documents the subject already holds."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One reason why an action is closed: what is missing, who can supply it and where."""

    kind: Kind
    code: str
    sentence: str = ""
    supplied_by: tuple[str, ...] = ()
    screen: str | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """An action of the present state with everything that stands in its way."""

    action: Action
    obstacles: tuple[Obstacle, ...]

    @property
    def open(self) -> bool:
        """Tell whether nothing stands in the way."""
        return not self.obstacles


@dataclass(frozen=True, slots=True)
class Transition:
    """A move that was made: the names of the action and of the two states, and the version that allowed it."""

    action: str
    from_state: str
    to_state: str
    definition: Definition


class ActionRefused(Exception):
    """The action is not open to this person now; the subject was left untouched."""

    def __init__(self, obstacles: tuple[Obstacle, ...]) -> None:
        super().__init__("; ".join(f"{obstacle.kind} {obstacle.code}" for obstacle in obstacles))
        self.obstacles = obstacles


class UnknownDefinition(LookupError):
    """A subject is pinned to a workflow or a version that was not loaded."""


class Catalogue:
    """Every loaded definition with its machine, and the registry of the conditions they name."""

    def __init__(
        self, definitions: Iterable[Definition] = (), registry: guards.GuardRegistry = guards.registry
    ) -> None:
        self._registry = registry
        self._definitions: dict[tuple[str, int], Definition] = {}
        self._machines: dict[tuple[str, int], Machine] = {}
        for definition in definitions:
            self.add(definition)

    def __iter__(self) -> Iterator[Definition]:
        """Give every definition, in the order of loading."""
        return iter(self._definitions.values())

    def add(self, definition: Definition) -> None:
        """Make a definition available. Raises ValueError if that version is already there."""
        pin = (definition.key, definition.version)
        if pin in self._definitions:
            raise ValueError(f"{definition.key} v{definition.version} is loaded twice")
        self._machines[pin] = machine(definition)
        self._definitions[pin] = definition

    def load_folder(self, folder: Path) -> Self:
        """Add every `KEY.vN.toml` of a folder. Raises DefinitionError, also when a file's name contradicts it."""
        for path in sorted(folder.glob("*.v*.toml")):
            definition = load(path)
            if path.name != f"{definition.key}.v{definition.version}.toml":
                raise DefinitionError(str(path), f"the file says {definition.key} version {definition.version}")
            self.add(definition)
        return self

    def definition(self, key: str, version: int) -> Definition:
        """Find one version of a workflow. Raises UnknownDefinition."""
        try:
            return self._definitions[key, version]
        except KeyError:
            raise UnknownDefinition(f"{key} v{version}") from None

    def latest(self, key: str) -> Definition:
        """Find the newest version of a workflow. Raises UnknownDefinition."""
        versions = [version for name, version in self._definitions if name == key]
        if not versions:
            raise UnknownDefinition(key)
        return self._definitions[key, max(versions)]

    def options(self, subject: Subject, roles: Collection[str]) -> list[Option]:
        """List the actions of the present state, in file order, each with all that stands in its way.

        Actions that only the passing of time may take are left out.
        """
        state = self.definition(subject.workflow_key, subject.workflow_version).states[subject.state]
        shown = [action for action in state.actions.values() if action.roles != (SYSTEM,)]
        return [Option(action, self._obstacles(subject, action, roles)) for action in shown]

    def perform(self, subject: Subject, action: str, roles: Collection[str], note: str = "") -> Transition:
        """Move a subject through one action. Raises ActionRefused, leaving the subject untouched."""
        definition = self.definition(subject.workflow_key, subject.workflow_version)
        from_state = subject.state
        chosen = definition.states[from_state].actions.get(action)
        if chosen is None:
            raise ActionRefused((Obstacle("state", action),))
        obstacles = self._obstacles(subject, chosen, roles) + _note_missing(chosen, note)
        if obstacles:
            raise ActionRefused(obstacles)
        self._machines[definition.key, definition.version].events[action].trigger(subject)
        return Transition(action, from_state, subject.state, definition)

    def _obstacles(self, subject: Subject, action: Action, roles: Collection[str]) -> tuple[Obstacle, ...]:
        return (
            *_role_missing(action, roles),
            *self._unsatisfied(subject, action),
            *_documents_missing(subject, action),
        )

    def _unsatisfied(self, subject: Subject, action: Action) -> Iterator[Obstacle]:
        for name in action.requires:
            guard = self._registry.get(name)
            sentence = guard.check(subject)
            if sentence is not None:
                yield Obstacle("guard", name, sentence, (guard.supplied_by,), guard.screen)


def machine(definition: Definition) -> Machine:
    """Build the shared machine of a definition, with no guard, callback or model in it."""
    return Machine(
        model=None,
        states=list(definition.states),
        initial=definition.initial,
        transitions=[
            {"trigger": action.name, "source": state.name, "dest": action.to}
            for state in definition.states.values()
            for action in state.actions.values()
        ],
        auto_transitions=False,
        queued=False,
        model_attribute="state",
    )


def _role_missing(action: Action, roles: Collection[str]) -> Iterator[Obstacle]:
    if not set(action.roles).intersection(roles):
        yield Obstacle("role", "role", supplied_by=_people(action))


def _documents_missing(subject: Subject, action: Action) -> Iterator[Obstacle]:
    held = subject.held_documents() if action.documents else ()
    for document in action.documents:
        if document not in held:
            yield Obstacle("document", document, supplied_by=_people(action), screen=action.screen)


def _note_missing(action: Action, note: str) -> tuple[Obstacle, ...]:
    missing = action.note_required and not note.strip()
    return (Obstacle("note", action.name, supplied_by=_people(action)),) if missing else ()


def _people(action: Action) -> tuple[str, ...]:
    return tuple(role for role in action.roles if role != SYSTEM)
