"""A definition seen as a graph: what can be reached from where, and by which shortest path."""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from workflows.definition import Action, Definition


@dataclass(frozen=True, slots=True)
class Edge:
    """One action seen as an arrow between two states."""

    source: str
    action: Action

    @property
    def target(self) -> str:
        """Name the state the arrow leads to."""
        return self.action.to


Path = tuple[Edge, ...]


def every_action(_action: Action) -> bool:
    """Keep the whole graph."""
    return True


def edges_from(definition: Definition, state: str) -> list[Edge]:
    """List the arrows that leave a state for an existing one, in file order."""
    actions = definition.states[state].actions.values()
    return [Edge(state, action) for action in actions if action.to in definition.states]


def shortest_paths(
    definition: Definition, start: str, keep: Callable[[Action], bool] = every_action
) -> dict[str, Path]:
    """Map each state that can be reached from the start, itself included, to a shortest path of kept actions."""
    paths: dict[str, Path] = {start: ()} if start in definition.states else {}
    queue = deque(paths)
    while queue:
        here = queue.popleft()
        for edge in edges_from(definition, here):
            if keep(edge.action) and edge.target not in paths:
                paths[edge.target] = (*paths[here], edge)
                queue.append(edge.target)
    return paths


def can_reach(definition: Definition, targets: Iterable[str]) -> set[str]:
    """Name the states from which at least one of the targets can be reached, targets included."""
    found = set(targets)
    grown = True
    while grown:
        before = len(found)
        found |= {
            name for name in definition.states if any(edge.target in found for edge in edges_from(definition, name))
        }
        grown = len(found) > before
    return found


def written(start: str, path: Path) -> str:
    """Write a path as `draft —submit→ submitted —accept→ codesign`."""
    return start + "".join(f" —{edge.action.name}→ {edge.target}" for edge in path)
