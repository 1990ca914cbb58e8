"""Charts: Vega-Lite drawn as SVG in the house's style; the only place that knows of vl_convert.

A chart is made for reading aloud as well: it has a title and a description, each mark says its own sentence, and what
it shows never depends on a colour. Nothing is asked of the network. Each drawing is kept on the disk under the digest
of what it shows.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from pathlib import Path
from typing import Any

import vl_convert
from flask import Response, current_app, request

from app import i18n

FONTS = Path(__file__).parent / "typst" / "fonts"
FONT = "Atkinson Hyperlegible Next, Atkinson, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif"
SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
STYLE = 3
"""To be raised when the house's style changes: every drawing kept is then made anew."""
KEPT = 2000
"""Drawings kept on the disk, a few kilobytes each; the oldest ones go first."""
FRESH = 600
"""Seconds during which a browser need not ask again."""
GENERIC = re.compile(r' aria-roledescription="[^"]*(?:container|mark)[^"]*"')
"""What the renderer says in English of the groups it draws."""

_drawing = threading.Lock()
_registered: list[Path] = []


class Theme(StrEnum):
    """On which ground a chart is read."""

    LIGHT = "light"
    DARK = "dark"


class Width(StrEnum):
    """For a telephone, or for a page."""

    NARROW = "narrow"
    WIDE = "wide"


PIXELS = {Width.NARROW: 320, Width.WIDE: 620}
"""Pixels of the drawing itself, without its margins."""
COLUMNS = {Width.NARROW: 2, Width.WIDE: 4}
"""How many small charts stand side by side."""


@dataclass(frozen=True)
class Chart:
    """What to draw: a title, the sentence that says it to whoever does not see it, and a Vega-Lite specification.

    The specification holds its rows and its encodings; colours, fonts and width are the house's.
    """

    title: str
    description: str
    spec: Mapping[str, Any]


@dataclass(frozen=True)
class Palette:
    """The colours of a ground; `series` are told apart by a colour-blind eye, and always by a word as well."""

    ink: str
    soft: str
    line: str
    main: str
    series: tuple[str, ...]


PALETTES = {
    Theme.LIGHT: Palette("#2a1e2c", "#5d4f5e", "#dccfcd", "#7a2e6e", ("#7a2e6e", "#b26a00", "#1a6350", "#303c4b")),
    Theme.DARK: Palette("#f4ecf2", "#c6b7c3", "#5a4b5e", "#e6abd6", ("#e6abd6", "#f6b656", "#93dbc3", "#c5d0dd")),
}


def svg(chart: Chart, theme: Theme = Theme.LIGHT, width: Width = Width.WIDE) -> str:
    """Return a chart as SVG, drawn once and then read from the disk."""
    path = _path(digest(chart, theme, width))
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        drawn = _drawn(chart, theme, width)
    _keep(path, drawn)
    return drawn


def digest(chart: Chart, theme: Theme, width: Width) -> str:
    """Return the SHA-256 of everything a drawing depends on, its language included."""
    shown = [STYLE, chart.title, chart.description, chart.spec, theme, width, i18n.language()]
    return hashlib.sha256(json.dumps(shown, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def answer(chart: Chart, theme: Theme, width: Width) -> Response:
    """Answer with a drawing, or with "not changed" to a browser that has it."""
    response = Response(mimetype="image/svg+xml")
    response.set_etag(digest(chart, theme, width)[:32])
    response.headers["Cache-Control"] = f"public, max-age={FRESH}"
    response.headers["Vary"] = "Accept-Language, Cookie"
    if not request.if_none_match.contains_weak(response.get_etag()[0] or ""):
        response.set_data(svg(chart, theme, width))
    response.make_conditional(request)
    return response


def _drawn(chart: Chart, theme: Theme, width: Width) -> str:
    """Have the renderer draw; it runs one drawing at a time."""
    room = {"columns": COLUMNS[width]} if "facet" in chart.spec else {"width": PIXELS[width]}
    spec = {"$schema": SCHEMA, **room, **chart.spec, "config": _style(PALETTES[theme])}
    with _drawing:
        if not _registered:
            vl_convert.register_font_directory(str(FONTS))
            _registered.append(FONTS)
        drawn = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    return _named(drawn, chart)


def _named(drawn: str, chart: Chart) -> str:
    """Give the drawing its title, its description and its language."""
    opening, rest = drawn.split(">", 1)
    title, said = escape(chart.title), escape(chart.description)
    names = f'<title id="chart-title">{title}</title><desc id="chart-said">{said}</desc>'
    role = (
        f' role="graphics-document" lang="{i18n.language()}" aria-labelledby="chart-title"'
        ' aria-describedby="chart-said">'
    )
    return opening + role + names + GENERIC.sub("", rest)


def _style(palette: Palette) -> dict[str, Any]:
    """Return the house's style on a ground."""
    return {
        "font": FONT,
        "background": None,
        "view": {"stroke": None},
        "bar": {"color": palette.main},
        "line": {"color": palette.main, "strokeWidth": 3},
        "point": {"color": palette.main, "filled": True, "size": 110},
        "rule": {"color": palette.soft, "strokeWidth": 2},
        "tick": {"color": palette.ink},
        "text": {"color": palette.ink, "fontSize": 15},
        "axis": {
            "aria": False, "labelColor": palette.soft, "titleColor": palette.soft, "labelFontSize": 14,
            "titleFontSize": 14, "gridColor": palette.line, "domainColor": palette.soft, "tickColor": palette.soft,
        },
        "header": {"labelColor": palette.ink, "titleColor": palette.ink, "labelFontWeight": "bold"},
        "range": {"category": list(palette.series)},
        "style": {
            "soft": {"fill": palette.soft},
            "strong": {"fill": palette.ink, "fontWeight": "bold"},
            "track": {"fill": palette.line},
        },
    }  # fmt: skip


def _path(name: str) -> Path:
    return Path(current_app.config["INSTANCE"]) / "charts" / f"{name}.svg"


def _keep(path: Path, drawn: str) -> None:
    """Write a drawing whole or not at all, and let the oldest ones go."""
    path.parent.mkdir(exist_ok=True)
    partial = path.with_suffix(f".{secrets.token_hex(4)}.part")
    partial.write_text(drawn, encoding="utf-8")
    partial.replace(path)
    kept = [one for one in os.scandir(path.parent) if one.name.endswith(".svg")]
    if len(kept) > KEPT:
        for old in sorted(kept, key=_written_at)[: len(kept) - 3 * KEPT // 4]:
            Path(old).unlink(missing_ok=True)


def _written_at(one: os.DirEntry[str]) -> float:
    """Return when a drawing was written; another process may have let it go meanwhile."""
    try:
        return one.stat().st_mtime
    except FileNotFoundError:
        return 0.0
