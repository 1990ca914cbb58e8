"""The whole graph of a definition as accessible SVG, with the present state framed twice and in bold.

There is no style in it: classes, presentation attributes and currentColor let it follow a theme and also stand alone.
"""

from collections.abc import Callable
from functools import lru_cache

from workflows.definition import Definition, State
from workflows.layout import BOX_HEIGHT, BOX_WIDTH, COLUMNS, WIDTH, Arrow, Band, Box, layout
from workflows.markup import document, element, text_lines, titled, wrapped
from workflows.vocabulary import DRAWING

Words = dict[str, str]


def svg(definition: Definition, current: str | None = None, translate: Callable[[str], str] = str) -> str:
    """Draw every state and action: stages as bands, the ordinary path on the left, the ends on the right."""
    return _drawn(definition, current, tuple((text, translate(text)) for text in _texts(definition)))


def _texts(definition: Definition) -> dict[str, None]:
    texts = [definition.label, *DRAWING.values(), *(stage.label for stage in definition.stages)]
    for state in definition.states.values():
        texts += [state.label, *(action.label for action in state.actions.values())]
    return dict.fromkeys(texts)


@lru_cache(maxsize=64)
def _drawn(definition: Definition, current: str | None, translations: tuple[tuple[str, str], ...]) -> str:
    words = dict(translations)
    name = f"graph-{definition.key}-{definition.version}"
    placed = layout(definition)
    content = [_arrowhead(name)]
    content += [_band(band, words) for band in placed.bands]
    content += [_arrow(definition, arrow, name, words) for arrow in placed.arrows]
    content += [
        _state(definition.states[state], box, words, here=state == current) for state, box in placed.boxes.items()
    ]
    told = (words[definition.label], _told(definition, current, words))
    return document(name, (WIDTH, placed.height), told, "".join(content))


def _told(definition: Definition, current: str | None, words: Words) -> str:
    ordinary = ", ".join(words[definition.states[name].label] for name in definition.main_line)
    entries = [("ordinary", ordinary)]
    if current is not None:
        entries.insert(0, ("current", words[definition.states[current].label]))
    return " ".join(words[DRAWING["entry"]] % {"name": words[DRAWING[key]], "status": value} for key, value in entries)


def _arrowhead(name: str) -> str:
    box = {"viewBox": "0 0 10 10", "refX": "9", "refY": "5", "markerWidth": "9", "markerHeight": "9"}
    head = element("path", {"d": "M0 0L10 5L0 10z", "fill": "currentColor"})
    marker = {"id": f"{name}-head", **box, "orient": "auto", "markerUnits": "userSpaceOnUse"}
    return element("defs", {}, element("marker", marker, head))


def _band(band: Band, words: Words) -> str:
    frame = {"x": "4", "y": str(band.top), "width": str(WIDTH - 8), "height": str(band.height), "rx": "12"}
    ground = element("rect", {"class": "band", **frame, "fill": "currentColor", "fill-opacity": "0.06"})
    label = {"class": "stage", "font-size": "16", "font-weight": "bold"}
    return ground + text_lines([words[band.label]], (COLUMNS[1], band.top + 26), 0, label)


def _arrow(definition: Definition, arrow: Arrow, name: str, words: Words) -> str:
    actions = definition.states[arrow.source].actions.values()
    title = ", ".join(words[action.label] for action in actions if action.to == arrow.target)
    line = {"d": arrow.path, "fill": "none", "stroke": "currentColor", "marker-end": f"url(#{name}-head)"}
    path = element("path", {**line, "stroke-width": "2.5" if arrow.main else "1.2"})
    return element("g", {"class": "action main" if arrow.main else "action"}, titled(title) + path)


def _state(state: State, box: Box, words: Words, *, here: bool) -> str:
    frames = [_frame(box, state, 0, "3.5" if here else "1.5")]
    if here:
        frames.append(_frame(box, state, 6, "1.5"))
    lines = wrapped(words[state.label], 26)
    place = (box.x + BOX_WIDTH // 2, box.middle + 5 - 9 * (len(lines) - 1))
    text = {"font-size": "15", "font-weight": "bold" if here else "normal", "text-anchor": "middle"}
    classes = f"state{' final' if state.terminal else ''}{' current' if here else ''}"
    return element("g", {"class": classes}, "".join(frames) + text_lines(lines, place, 18, text))


def _frame(box: Box, state: State, margin: int, stroke: str) -> str:
    place = {"x": str(box.x - margin), "y": str(box.y - margin)}
    size = {"width": str(BOX_WIDTH + 2 * margin), "height": str(BOX_HEIGHT + 2 * margin)}
    line = {"rx": "26" if state.terminal else "6", "fill": "none", "stroke": "currentColor", "stroke-width": stroke}
    return element("rect", {**place, **size, **line})
