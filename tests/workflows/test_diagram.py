"""The drawings: complete, readable aloud, without style, and in the reader's language."""

from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from tests.workflows.build import changed, moves, shipped
from workflows.diagram import mermaid, svg, thread_svg

Drawing = Callable[..., str]
NS = "{http://www.w3.org/2000/svg}"
DEFINITION = shipped()
DRAWINGS = [
    pytest.param(drawing, state, id=f"{drawing.__name__}-{state}")
    for drawing in (svg, thread_svg)
    for state in DEFINITION.states
]
STATUS = ["step done", "step here", "step stopped", "step to-come", "step not-reached"]


def parsed(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)


def steps(text: str) -> list[str]:
    return [group.get("class", "").removeprefix("step ") for group in parsed(text).findall(f"{NS}g")]


@pytest.mark.parametrize(("drawing", "state"), DRAWINGS)
def test_a_drawing_is_an_image_with_a_name_and_a_description(drawing: Drawing, state: str) -> None:
    root = parsed(drawing(DEFINITION, state))

    title, description = root[0], root[1]

    assert (root.tag, root.get("role")) == (f"{NS}svg", "img")
    assert (title.tag, title.get("id")) == (f"{NS}title", root.get("aria-labelledby"))
    assert (description.tag, description.get("id")) == (f"{NS}desc", root.get("aria-describedby"))
    assert title.text
    assert description.text


@pytest.mark.parametrize(("drawing", "state"), DRAWINGS)
def test_a_drawing_holds_no_style_and_no_fixed_size(drawing: Drawing, state: str) -> None:
    root = parsed(drawing(DEFINITION, state))

    assert root.get("width") is None
    assert root.find(f".//{NS}style") is None
    assert not [node.tag for node in root.iter() if any(key == "style" or key.startswith("on") for key in node.attrib)]


def test_the_graph_shows_every_state_and_every_action() -> None:
    root = parsed(svg(DEFINITION))

    groups = root.findall(f"{NS}g")
    states = [group for group in groups if "state" in group.get("class", "").split()]
    titles = [group[0].text or "" for group in groups if "action" in group.get("class", "").split()]

    assert len(states) == len(DEFINITION.states)
    for _, action in moves(DEFINITION):
        assert any(action.label in title.split(", ") or action.label in title for title in titles)
    assert len(titles) == len({(state, action.to) for state, action in moves(DEFINITION)})


def test_the_present_state_of_the_graph_is_framed_twice_in_bold_and_said() -> None:
    root = parsed(svg(DEFINITION, "scheduled"))

    current = [group for group in root.findall(f"{NS}g") if "current" in group.get("class", "").split()]

    assert len(current) == 1
    assert len(current[0].findall(f"{NS}rect")) == 2
    assert current[0].find(f"{NS}text").get("font-weight") == "bold"  # type: ignore[union-attr]
    assert "".join(current[0].itertext()) == "Inscrit au comité"
    assert (root[1].text or "").startswith("État actuel\N{NO-BREAK SPACE}: Inscrit au comité.")


def test_boxes_of_the_graph_never_overlap() -> None:
    root = parsed(svg(DEFINITION))
    frames = [frame for group in root.findall(f"{NS}g") for frame in group.findall(f"{NS}rect")]
    boxes = [[int(frame.get(key, "")) for key in ("x", "y", "width", "height")] for frame in frames]

    overlaps = [
        (a, b)
        for i, a in enumerate(boxes)
        for b in boxes[i + 1 :]
        if a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]
    ]

    assert len(boxes) == len(DEFINITION.states)
    assert overlaps == []


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("draft", ["here", "to-come", "to-come", "to-come", "to-come"]),
        ("incomplete", ["here", "to-come", "to-come", "to-come", "to-come"]),
        ("granted", ["done", "done", "here", "to-come", "to-come"]),
        ("evaluation", ["done", "done", "done", "done", "here"]),
        ("closed", ["done", "done", "done", "done", "done"]),
        ("cancelled", ["done", "done", "stopped", "not-reached", "not-reached"]),
    ],
)
def test_the_thread_marks_what_is_done_here_and_to_come(state: str, expected: list[str]) -> None:
    assert steps(thread_svg(DEFINITION, state)) == expected


def test_a_project_withdrawn_late_is_shown_stopped_where_it_was() -> None:
    drawn = thread_svg(DEFINITION, "withdrawn", stopped_in="codesign")

    assert steps(drawn) == ["done", "stopped", "not-reached", "not-reached", "not-reached"]


def test_each_mark_of_the_thread_has_its_own_shape() -> None:
    drawn = [thread_svg(DEFINITION, "granted"), thread_svg(DEFINITION, "cancelled")]

    shapes: dict[str, str] = {}
    for group in (group for text in drawn for group in parsed(text).findall(f"{NS}g")):
        marks = [node for node in group if node.tag != f"{NS}text" and node.get("class") != "line"]
        shapes[group.get("class", "")] = "".join(
            ElementTree.tostring(mark, encoding="unicode").strip() for mark in marks
        )

    assert set(shapes) == set(STATUS)
    assert len(set(shapes.values())) == len(STATUS)


def test_the_thread_is_told_in_full_to_a_screen_reader() -> None:
    root = parsed(thread_svg(DEFINITION, "granted"))

    assert (root[1].text or "").replace("\N{NO-BREAK SPACE}", " ") == (
        "Idée : fait. Construction à plusieurs : fait. Comité et financement : en ce moment. Réalisation : à venir. "
        "Évaluation par les habitants et habitantes : à venir. Le comité dit oui. L'accord reste à signer."
    )


def test_the_lines_of_the_thread_stay_inside_its_width() -> None:
    root = parsed(thread_svg(DEFINITION, "draft"))

    lines = [line.text or "" for line in root.iter(f"{NS}tspan")]

    assert max(len(line) for line in lines) <= 26
    assert "".join(lines).startswith("Idéeen ce moment")


@pytest.mark.parametrize("drawing", [svg, thread_svg, mermaid])
def test_a_drawing_follows_the_reader_s_language_at_each_call(drawing: Drawing) -> None:
    language = ["fr"]

    def translate(text: str) -> str:
        return text if language[0] == "fr" else {"Réalisation": "Delivery"}.get(text, text)

    french = drawing(DEFINITION, "draft", translate)
    language[0] = "en"
    english = drawing(DEFINITION, "draft", translate)

    assert "Réalisation" in french
    assert "Delivery" in english
    assert "Réalisation" not in english


@pytest.mark.parametrize("drawing", [svg, thread_svg])
def test_a_label_can_hold_any_character(drawing: Drawing) -> None:
    definition = changed('label = "Réalisation"', 'label = "<b>R&D</b>"')

    said = "".join(parsed(drawing(definition, "draft")).itertext())

    assert "<b>R&D</b>" in said


def test_the_mermaid_text_holds_every_state_and_action_and_marks_the_present() -> None:
    lines = mermaid(DEFINITION, "granted").splitlines()

    for state, action in moves(DEFINITION):
        assert f"    {state} --> {action.to} : {action.label}" in lines
    assert '        state "▶ Accordé, accord à signer" as granted' in lines
    assert "    class granted current" in lines
    assert "    closed --> [*]" in lines


def test_the_mermaid_text_keeps_its_own_signs_out_of_labels() -> None:
    definition = changed('label = "Accepter le projet"', "label = 'Dire : \"oui\"'")

    assert "    submitted --> codesign : Dire #58; 'oui'" in mermaid(definition).splitlines()
