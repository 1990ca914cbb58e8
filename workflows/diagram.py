"""The drawings of a definition: Mermaid text for documents, the whole graph and the short thread as accessible SVG."""

from collections.abc import Callable, Iterator

from workflows.definition import Definition, Stage, State
from workflows.graph_drawing import svg
from workflows.thread_drawing import thread_svg

__all__ = ["mermaid", "svg", "thread_svg"]

Translate = Callable[[str], str]


def mermaid(definition: Definition, current: str | None = None, translate: Translate = str) -> str:
    """Write a Mermaid state diagram, one block a stage, the present state in bold behind an arrowhead."""

    def said(text: str) -> str:
        return translate(text).replace('"', "'").replace(":", "#58;")

    lines = ["stateDiagram-v2", f"    [*] --> {definition.initial}"]
    for stage in definition.stages:
        lines += _stage(definition, stage, current, said)
    for state in definition.states.values():
        lines += _ways_out(state, said)
    if current is not None:
        lines += ["    classDef current font-weight:bold,stroke-width:4px", f"    class {current} current"]
    return "\n".join(lines) + "\n"


def _stage(definition: Definition, stage: Stage, current: str | None, said: Translate) -> Iterator[str]:
    yield f'    state "{said(stage.label)}" as stage_{stage.name} {{'
    for state in definition.states.values():
        if state.stage == stage.name:
            mark = "▶ " if state.name == current else ""
            yield f'        state "{mark}{said(state.label)}" as {state.name}'
    yield "    }"


def _ways_out(state: State, said: Translate) -> Iterator[str]:
    for action in state.actions.values():
        yield f"    {state.name} --> {action.to} : {said(action.label)}"
    if state.terminal:
        yield f"    {state.name} --> [*]"
