"""Where each state and arrow of a graph stands: stages as bands, the ordinary path on the left, ends on the right.

The middle column stands half a row lower, so that an arrow from the left to the right column passes between its boxes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from workflows.definition import Definition, State
from workflows.graph import edges_from

WIDTH = 1000
COLUMNS = (70, 390, 720)
BOX_WIDTH, BOX_HEIGHT = 230, 52
HALF_ROW = 44
HEADER = 44
PORT = 8
"""Arrows leave a box a little under its middle and enter a little above, so that a there-and-back shows as two."""


@dataclass(frozen=True, slots=True)
class Box:
    """The rectangle of one state."""

    column: int
    y: int

    @property
    def x(self) -> int:
        """Give the left side."""
        return COLUMNS[self.column]

    @property
    def right(self) -> int:
        """Give the right side."""
        return self.x + BOX_WIDTH

    @property
    def middle(self) -> int:
        """Give the height of the middle."""
        return self.y + BOX_HEIGHT // 2


@dataclass(frozen=True, slots=True)
class Band:
    """The background of one stage."""

    label: str
    top: int
    height: int


@dataclass(frozen=True, slots=True)
class Arrow:
    """The line of every action from one state to another."""

    source: str
    target: str
    main: bool
    path: str


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole graph, placed."""

    boxes: Mapping[str, Box]
    bands: tuple[Band, ...]
    arrows: tuple[Arrow, ...]
    height: int


def layout(definition: Definition) -> Layout:
    """Place every state that belongs to a stage, and every arrow between two of them."""
    boxes: dict[str, Box] = {}
    bands: list[Band] = []
    top = 4
    for stage in definition.stages:
        columns = _columns(definition, stage.name)
        for column, states in enumerate(columns):
            boxes |= {state.name: Box(column, top + _offset(column, row)) for row, state in enumerate(states)}
        height = HEADER + HALF_ROW * max(2 * len(columns[0]), 2 * len(columns[1]) + 1, 2 * len(columns[2]))
        bands.append(Band(stage.label, top, height))
        top += height + 8
    return Layout(boxes, tuple(bands), _arrows(definition, boxes), top)


def _columns(definition: Definition, stage: str) -> tuple[list[State], list[State], list[State]]:
    columns: tuple[list[State], list[State], list[State]] = ([], [], [])
    for state in definition.states.values():
        if state.stage == stage:
            columns[0 if state.name in definition.main_line else 2 if state.terminal else 1].append(state)
    columns[0].sort(key=lambda state: definition.main_line.index(state.name))
    return columns


def _offset(column: int, row: int) -> int:
    return HEADER + HALF_ROW * (2 * row + (column == 1))


def _arrows(definition: Definition, boxes: Mapping[str, Box]) -> tuple[Arrow, ...]:
    line = set(pairwise(definition.main_line))
    ends = [
        (source, edge.target) for source in boxes for edge in edges_from(definition, source) if edge.target in boxes
    ]
    return tuple(
        Arrow(*pair, main=pair in line, path=_path(boxes[pair[0]], boxes[pair[1]], straight=pair in line))
        for pair in dict.fromkeys(ends)
    )


def _path(source: Box, target: Box, *, straight: bool) -> str:
    start, end = source.middle + PORT, target.middle - PORT
    if straight and source.column == target.column:
        return f"M{source.x + BOX_WIDTH // 2} {source.y + BOX_HEIGHT}V{target.y}"
    if source.column == target.column:
        bend = source.x - 44
        return f"M{source.x} {start}C{bend} {start} {bend} {end} {target.x} {end}"
    if source.column < target.column:
        gutter, bend = COLUMNS[target.column - 1] + BOX_WIDTH + PORT, target.x - 40
        return f"M{source.right} {start}H{gutter}C{bend} {start} {bend} {end} {target.x} {end}"
    bend = target.right + 40
    return f"M{source.x} {start}C{bend} {start} {bend} {end} {target.right} {end}"
