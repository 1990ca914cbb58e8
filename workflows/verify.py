"""Whether a definition makes sense and keeps the promises; each problem is a sentence a city officer can read."""

from collections import Counter
from collections.abc import Collection, Iterator
from itertools import pairwise

from workflows import guards, promises, vocabulary
from workflows.definition import ANCHORS, Action, Definition, State
from workflows.graph import can_reach, shortest_paths
from workflows.vocabulary import SYSTEM


def problems(
    definition: Definition,
    registry: guards.GuardRegistry = guards.registry,
    roles: Collection[str] = tuple(vocabulary.ROLES),
    documents: Collection[str] = tuple(vocabulary.DOCUMENTS),
) -> list[str]:
    """List in French everything wrong with a definition; an empty list means it may run."""
    return [
        *_file_problems(definition),
        *_state_problems(definition, roles),
        *_action_problems(definition, roles, documents),
        *_guard_problems(definition, registry, roles),
        *_graph_problems(definition),
        *promises.broken(definition),
    ]


def _file_problems(definition: Definition) -> Iterator[str]:
    if definition.kind not in promises.KINDS:
        yield f"Le genre {_quoted(definition.kind)} est inconnu."
    if definition.initial not in definition.states:
        yield f"L'état de départ {_quoted(definition.initial)} n'existe pas."
    for name, count in Counter(stage.name for stage in definition.stages).items():
        if count > 1:
            yield f"L'étape {_quoted(name)} est déclarée deux fois."
    for version, moves in definition.migrates.items():
        for name in sorted(set(moves.values()) - set(definition.states)):
            yield f"La reprise de la version {version} mène à {_quoted(name)}, qui n'existe pas."
    yield from _main_line_problems(definition)


def _main_line_problems(definition: Definition) -> Iterator[str]:
    line = definition.main_line
    unknown = [name for name in line if name not in definition.states]
    for name in unknown:
        yield f"La ligne principale passe par {_quoted(name)}, qui n'existe pas."
    if not line or line[0] != definition.initial:
        yield "La ligne principale ne part pas de l'état de départ."
    if unknown or not line:
        return
    if not definition.states[line[-1]].terminal:
        yield f"La ligne principale s'arrête à {_quoted(line[-1])}, qui n'est pas un état final."
    for here, there in pairwise(line):
        if all(action.to != there for action in definition.states[here].actions.values()):
            yield f"La ligne principale saute de {_quoted(here)} à {_quoted(there)} sans action."


def _state_problems(definition: Definition, roles: Collection[str]) -> Iterator[str]:
    stages = {stage.name for stage in definition.stages}
    for state in definition.states.values():
        here = f"L'état {_quoted(state.name)}"
        if state.stage not in stages:
            yield f"{here} est dans une étape inconnue, {_quoted(state.stage)}."
        if state.owner and state.owner not in roles:
            yield f"{here} est confié à un rôle inconnu, {_quoted(state.owner)}."
        for label, count in Counter(action.label for action in state.actions.values()).items():
            if count > 1:
                yield f"{here} a deux actions du même nom, {_quoted(label)}."
        yield from _end_problems(here, state) if state.terminal else _time_problems(here, state)


def _end_problems(here: str, state: State) -> Iterator[str]:
    if state.actions:
        yield f"{here} est final mais a des actions."
    if state.deadline or state.on_deadline:
        yield f"{here} est final mais a une échéance."


def _time_problems(here: str, state: State) -> Iterator[str]:
    if not state.owner or state.owner == SYSTEM:
        yield f"{here} n'a personne pour s'en occuper."
    if state.deadline is None:
        yield f"{here} n'a pas d'échéance."
    elif state.deadline.anchor is not None and state.deadline.anchor not in ANCHORS:
        yield f"{here} compte son échéance depuis une date inconnue, {_quoted(state.deadline.anchor)}."
    if state.on_deadline is not None:
        action = state.actions.get(state.on_deadline)
        if action is None or SYSTEM not in action.roles or action.note_required or action.documents:
            yield f"{here} attend à l'échéance {_quoted(state.on_deadline)}, qui ne peut pas se faire seule."


def _action_problems(definition: Definition, roles: Collection[str], documents: Collection[str]) -> Iterator[str]:
    for here, action in _named_actions(definition):
        if action.to not in definition.states:
            yield f"{here} mène à {_quoted(action.to)}, qui n'existe pas."
        if not action.roles:
            yield f"{here} n'est ouverte à personne."
        for role in action.roles:
            if role not in roles:
                yield f"{here} est ouverte à un rôle inconnu, {_quoted(role)}."
        for document in action.documents:
            if document not in documents:
                yield f"{here} demande un document inconnu, {_quoted(document)}."


def _guard_problems(definition: Definition, registry: guards.GuardRegistry, roles: Collection[str]) -> Iterator[str]:
    for here, action in _named_actions(definition):
        for name in action.requires:
            if name not in registry.known():
                yield f"{here} demande une condition inconnue, {_quoted(name)}."
            elif registry.get(name).supplied_by not in roles:
                yield f"{here} demande {_quoted(name)}, que personne ne peut fournir."


def _graph_problems(definition: Definition) -> Iterator[str]:
    reached = shortest_paths(definition, definition.initial)
    can_end = can_reach(definition, (state.name for state in definition.states.values() if state.terminal))
    for name in definition.states:
        if name not in reached:
            yield f"L'état {_quoted(name)} ne peut jamais être atteint."
        if name not in can_end:
            yield f"L'état {_quoted(name)} est une impasse\N{NO-BREAK SPACE}: aucun chemin n'en mène à une fin."


def _named_actions(definition: Definition) -> Iterator[tuple[str, Action]]:
    for state in definition.states.values():
        for action in state.actions.values():
            yield f"Dans {_quoted(state.name)}, l'action {_quoted(action.name)}", action


def _quoted(name: str) -> str:
    return f"«\N{NO-BREAK SPACE}{name}\N{NO-BREAK SPACE}»"
