"""Moving subjects from one version of a workflow to another: where each state goes, and what a move must not skip."""

from collections.abc import Collection, Iterable

from workflows.definition import Definition
from workflows.graph import shortest_paths
from workflows.promises import PROMISES, Promise


class UnmappedState(ValueError):
    """Some occupied states have no place in the new version."""

    def __init__(self, states: Collection[str]) -> None:
        super().__init__(", ".join(states))
        self.states = tuple(states)


def state_map(old: Definition, new: Definition, occupied: Collection[str] | None = None) -> dict[str, str]:
    """Map each state of the old version that has a destination: the one `migrates` gives, else the same name.

    Raises UnmappedState listing the occupied states (all, when not given) that have no destination.
    """
    moves = new.migrates.get(old.version, {})
    destinations = {name: moves.get(name, name) for name in old.states}
    mapped = {name: to for name, to in destinations.items() if to in new.states}
    lost = [name for name in (old.states if occupied is None else occupied) if name not in mapped]
    if lost:
        raise UnmappedState(lost)
    return mapped


def skipped_promises(
    old: Definition, new: Definition, moves: dict[str, str], promises: Iterable[Promise] = PROMISES
) -> list[str]:
    """Say in French each promise that a subject could escape by being moved: reached without it, then on without it."""
    return [
        f"Passer de {source} à {target} contournerait une promesse\N{NO-BREAK SPACE}: {promise.sentence}"
        for promise in promises
        if promise.binds(new) and promise.binds(old)
        for source, target in moves.items()
        if _escapes(promise, old, source) and _leads_past(promise, new, target)
    ]


def _escapes(promise: Promise, old: Definition, state: str) -> bool:
    return state in shortest_paths(old, old.initial, lambda action: not promise.kept_by(action))


def _leads_past(promise: Promise, new: Definition, state: str) -> bool:
    return promise.target in shortest_paths(new, state, lambda action: not promise.kept_by(action))
