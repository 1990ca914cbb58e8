"""What a workflow file may say, as frozen dataclasses, and how to read one; `verify` says whether it makes sense."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from workflows.entries import DefinitionError, Entries

ANCHORS = (
    "starts_on", "ends_on", "report_due_on", "refund_due_on", "convene_by", "held_on", "answer_due_on", "ideas_until",
    "eligibility_until", "coconstruction_until", "vote_from", "vote_until", "deliberation_until", "delivery_until",
)  # fmt: skip
"""The dates of a subject a deadline may count from; the subject has an attribute of that name."""


DEADLINE = re.compile(r"(?:([a-z_]+) ([+-]) )?(\d{1,3})(d|od)")
"""`45d`, `5od`, `ends_on + 15d`, `starts_on - 21d`."""

__all__ = [
    "ANCHORS",
    "Action",
    "Deadline",
    "Definition",
    "DefinitionError",
    "Duration",
    "Stage",
    "State",
    "load",
    "loads",
    "texts",
]


@dataclass(frozen=True, slots=True)
class Duration:
    """A number of calendar days (`d`) or open days (`od`); negative before a date of the subject."""

    count: int
    unit: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """A duration after a date of the subject, or after it entered the state when there is no anchor."""

    after: Duration
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """One way out of a state: who may take it and what it requires."""

    name: str
    label: str
    to: str
    roles: tuple[str, ...]
    requires: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    screen: str | None = None
    note_required: bool = False
    undo: bool = True


@dataclass(frozen=True, slots=True)
class State:
    """Where a subject may stand, who must move it on and by when."""

    name: str
    stage: str
    label: str
    public_label: str
    owner: str
    deadline: Deadline | None
    on_deadline: str | None
    terminal: bool
    actions: Mapping[str, Action]


@dataclass(frozen=True, slots=True)
class Stage:
    """A chapter of the thread, as the public sees it."""

    name: str
    label: str


@dataclass(frozen=True, slots=True, eq=False)
class Definition:
    """One version of one workflow; compared and hashed by identity."""

    key: str
    version: int
    kind: str
    label: str
    stages: tuple[Stage, ...]
    initial: str
    main_line: tuple[str, ...]
    states: Mapping[str, State]
    migrates: Mapping[int, Mapping[str, str]]


def load(path: Path) -> Definition:
    """Read one workflow file. Raises DefinitionError, naming the file and what is wrong in it."""
    return loads(path.read_text(encoding="utf-8"), str(path))


def loads(text: str, source: str = "<text>") -> Definition:
    """Read a workflow from its text. Raises DefinitionError."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(source, f"not valid TOML: {error}") from error
    return _definition(Entries(document, source))


def texts(definition: Definition) -> Iterator[str]:
    """Yield every French sentence of a definition, for the translation catalogue."""
    yield definition.label
    for stage in definition.stages:
        yield stage.label
    for state in definition.states.values():
        yield state.label
        yield state.public_label
        for action in state.actions.values():
            yield action.label


def _definition(top: Entries) -> Definition:
    definition = Definition(
        key=top.text("key"),
        version=top.integer("version"),
        kind=top.text("kind"),
        label=top.text("label"),
        stages=tuple(_stage(table) for table in top.tables("stages")),
        initial=top.text("initial"),
        main_line=top.names("main_line"),
        states={name: _state(name, table) for name, table in top.named("states")},
        migrates=_migrates(top),
    )
    top.refuse_the_rest()
    return definition


def _stage(table: Entries) -> Stage:
    stage = Stage(name=table.text("name"), label=table.text("label"))
    table.refuse_the_rest()
    return stage


def _state(name: str, table: Entries) -> State:
    terminal = table.flag("terminal", default=False)
    state = State(
        name=name,
        stage=table.text("stage"),
        label=table.text("label"),
        public_label=table.text("public_label"),
        owner=table.text("owner", default=""),
        deadline=_deadline(table),
        on_deadline=table.text("on_deadline", default="") or None,
        terminal=terminal,
        actions={action: _action(action, entries) for action, entries in table.named("actions")},
    )
    table.refuse_the_rest()
    return state


def _action(name: str, table: Entries) -> Action:
    action = Action(
        name=name,
        label=table.text("label"),
        to=table.text("to"),
        roles=table.names("roles"),
        requires=table.names("requires", default=()),
        documents=table.names("documents", default=()),
        screen=table.text("screen", default="") or None,
        note_required=table.flag("note_required", default=False),
        undo=table.flag("undo", default=True),
    )
    table.refuse_the_rest()
    return action


def _deadline(table: Entries) -> Deadline | None:
    written = table.text("deadline", default="")
    if not written:
        return None
    match = DEADLINE.fullmatch(written)
    if match is None:
        raise table.error(f"deadline {written!r} is not of the form 45d, 5od, ends_on + 15d or starts_on - 21d")
    count = -int(match[3]) if match[2] == "-" else int(match[3])
    return Deadline(Duration(count, match[4]), match[1])


def _migrates(top: Entries) -> dict[int, dict[str, str]]:
    moves: dict[int, dict[str, str]] = {}
    for version, table in top.named("migrates"):
        if not version.isdecimal():
            raise table.error("migrates is keyed by a version number")
        moves[int(version)] = table.all_texts()
    return moves
