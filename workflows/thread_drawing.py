"""The thread of one subject as a short vertical line of stages: done, here, to come. Shape says as much as colour."""

from collections.abc import Callable
from functools import lru_cache

from workflows.definition import Definition, State
from workflows.markup import document, element, text_lines, wrapped
from workflows.vocabulary import DRAWING

Row = tuple[str, str, str]
"""A stage: its label, its status (a key of DRAWING), and that status in the reader's language."""

WIDTH, ROW_HEIGHT = 288, 72
LINE = {"fill": "none", "stroke": "currentColor"}
CIRCLE = {"cx": "24", "cy": "24", **LINE}
MARKS = {
    "done": element("circle", {**CIRCLE, "r": "13", "stroke-width": "2"})
    + element("path", {"d": "M17 24l5 6 9-11", **LINE, "stroke-width": "3"}),
    "here": element("circle", {**CIRCLE, "r": "16", "stroke-width": "3"})
    + element("circle", {"cx": "24", "cy": "24", "r": "9", "fill": "currentColor"}),
    "stopped": element("path", {"d": "M11 11h26v26h-26zM18 18l12 12M30 18l-12 12", **LINE, "stroke-width": "3"}),
    "to_come": element("circle", {**CIRCLE, "r": "10", "stroke-width": "2"}),
    "not_reached": element("circle", {**CIRCLE, "r": "10", "stroke-width": "2", "stroke-dasharray": "2 4"}),
}


def thread_svg(
    definition: Definition, current: str, translate: Callable[[str], str] = str, stopped_in: str | None = None
) -> str:
    """Draw the stages as a line, legible at 320 px wide, with the present one marked.

    For a subject that left the ordinary path for good, `stopped_in` names the stage it had reached; without it, the
    stage of its final state is marked.
    """
    state = definition.states[current]
    rows = tuple(
        (translate(label), mark, translate(DRAWING[mark])) for label, mark in _marks(definition, state, stopped_in)
    )
    name = f"thread-{definition.key}-{definition.version}"
    words = (translate(DRAWING["progress"]), translate(DRAWING["entry"]), translate(state.public_label))
    return _drawn(name, rows, words)


def _marks(definition: Definition, state: State, stopped_in: str | None) -> list[tuple[str, str]]:
    names = [stage.name for stage in definition.stages]
    stopped = state.terminal and state.name not in definition.main_line
    here, after = ("stopped", "not_reached") if stopped else ("here", "to_come")
    at = names.index(stopped_in if stopped and stopped_in else state.stage)
    if state.terminal and not stopped:
        at = len(names)
    return [
        (stage.label, "done" if place < at else here if place == at else after)
        for place, stage in enumerate(definition.stages)
    ]


@lru_cache(maxsize=512)
def _drawn(name: str, rows: tuple[Row, ...], words: tuple[str, str, str]) -> str:
    title, entry, now = words
    told = " ".join([*(entry % {"name": label, "status": status} for label, _, status in rows), now])
    drawn = [_row(place, row, last=place == len(rows) - 1) for place, row in enumerate(rows)]
    return document(name, (WIDTH, ROW_HEIGHT * len(rows)), (title, told), "".join(drawn))


def _row(place: int, row: Row, *, last: bool) -> str:
    label, mark, status = row
    lines = wrapped(label, 26)
    weight = "bold" if mark in {"here", "stopped"} else "normal"
    texts = text_lines(lines, (56, 22), 20, {"class": "label", "font-size": "17", "font-weight": weight})
    texts += text_lines([status], (56, 22 + 20 * len(lines)), 0, {"class": "status", "font-size": "15"})
    line = "" if last else _line(solid=mark == "done")
    move = {"class": f"step {mark.replace('_', '-')}", "transform": f"translate(0 {ROW_HEIGHT * place})"}
    return element("g", move, line + MARKS[mark] + texts)


def _line(*, solid: bool) -> str:
    dashes = {} if solid else {"stroke-dasharray": "3 5"}
    return element("path", {"class": "line", "d": "M24 44v33", **LINE, "stroke-width": "2", **dashes})
