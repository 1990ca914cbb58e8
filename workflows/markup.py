"""Writing SVG by hand: escaped elements, lines of text, and a document that says aloud what it shows."""

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr


def element(name: str, attributes: dict[str, str], content: str = "") -> str:
    """Write one element; attributes are escaped, the content is markup already."""
    written = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def text_lines(lines: Sequence[str], at: tuple[int, int], line_height: int, attributes: dict[str, str]) -> str:
    """Write lines of text one under another, the first at the given point."""
    x, y = at
    spans = [
        element("tspan", {"x": str(x), "y": str(y + line_height * i)}, escape(line)) for i, line in enumerate(lines)
    ]
    return element("text", {"fill": "currentColor", **attributes}, "".join(spans))


def wrapped(text: str, width: int) -> list[str]:
    """Cut a text into lines of at most `width` characters, between words."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def titled(title: str) -> str:
    """Write the title of a part of a drawing."""
    return element("title", {}, escape(title))


def document(name: str, size: tuple[int, int], told: tuple[str, str], content: str) -> str:
    """Write a whole drawing: an image with a title and a description that a screen reader reads in its place."""
    attributes = {
        "xmlns": "http://www.w3.org/2000/svg",
        "class": f"drawing {name.partition('-')[0]}",
        "viewBox": f"0 0 {size[0]} {size[1]}",
        "font-family": "system-ui, sans-serif",
        "role": "img",
        "aria-labelledby": f"{name}-title",
        "aria-describedby": f"{name}-desc",
    }
    title, description = told
    head = element("title", {"id": f"{name}-title"}, escape(title))
    head += element("desc", {"id": f"{name}-desc"}, escape(description))
    return element("svg", attributes, head + content)
