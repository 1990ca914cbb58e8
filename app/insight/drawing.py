"""Figures drawn as charts: bars whose value is written beside them, so that no colour and no axis has to be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.charts import Chart
from app.i18n import colon
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.insight.figure import Figure, Part, Status
from app.insight.units import NOTHING, Number, decimal

ROW = 46
"""Pixels of one bar with its label above it."""
ROOM = 1.45
"""How much longer than the longest bar the drawing is: room for the value written after it."""
REFERENCES = {"I3g": 1.0}
"""Figures whose parts are read against a line, and where that line is: as many as live there."""
REFERENCE_WORDS = {"I3g": _l("Le trait marque la part de cet âge dans la population.")}
"""What the line says."""
BESIDE = {"type": "tick", "size": 14, "thickness": 2, "aria": False}
"""What a bar is read against: a mark on each row, that no label runs into."""
SMALL_WIDTH, SMALL_HEIGHT = 140, 60


@dataclass(frozen=True)
class Bar:
    """One bar: its label, its length when it may be shown, and the words written after it.

    `low` and `high` bound the confidence interval of a value that has one.
    """

    label: str
    value: float | None
    said: str
    low: float | None = None
    high: float | None = None


def word(figure: Figure | None) -> str:
    """Return what is written for a figure in a table or on a chart: its value, or why there is none."""
    if figure is None or figure.status is Status.NONE:
        return NOTHING
    if figure.is_shown and figure.value is None and figure.parts:
        return _("en détail")
    if figure.is_shown and not figure.is_claimed:
        return _("rien de démontré")
    return figure.said if figure.is_shown and figure.value is not None else _WHY.get(figure.status, lambda: NOTHING)()


_WHY: dict[str, Callable[[], str]] = {
    Status.FEW: lambda: _("trop peu de personnes"),
    Status.NOT_INTERPRETABLE: lambda: _("ne se lit pas"),
    Status.NOT_RECORDED: lambda: _("non mesuré"),
    "by_year": lambda: _("à l'année seulement"),
    "by_city": lambda: _("par ville seulement"),
}


def place_bars(figures: Iterable[tuple[str, Figure | None]]) -> list[Bar]:
    """Return one bar a place, the largest first, those that cannot be read last."""
    bars = [Bar(name, _length(one), word(one)) for name, one in figures]
    return sorted(bars, key=lambda bar: (bar.value is None, -(bar.value or 0), bar.label))


def part_bars(figure: Figure) -> list[Bar]:
    """Return one bar for each part of a figure, in the order of its words."""
    return [_part(part) for part in figure.parts]


def year_bars(figures: Mapping[int, Figure | None]) -> list[Bar]:
    """Return one bar a year, in order."""
    return [Bar(str(year), _length(figures[year]), word(figures[year])) for year in sorted(figures)]


def drawn(title: str, rows: Sequence[Bar], reference: float | None = None) -> Chart:
    """Draw rows as bars; as points with their confidence intervals when they have one."""
    return intervals(title, rows) if any(row.low is not None for row in rows) else bars(title, rows, reference)


def intervals(title: str, rows: Sequence[Bar]) -> Chart:
    """Draw each value as a point on the line of its confidence interval, against a mark at zero."""
    bounds = [abs(bound) for row in rows for bound in (row.low, row.high) if bound is not None]
    most = max(bounds, default=1) * 1.1 or 1
    lengths = {"type": "quantitative", "axis": None, "scale": {"domain": [-most, most], "nice": False}}
    layers: list[dict[str, Any]] = [
        {"mark": BESIDE, "encoding": {"x": {"datum": 0, **lengths}}},
        {"mark": {"type": "rule", "strokeWidth": 4, "aria": False},
         "encoding": {"x": {"field": "low", **lengths}, "x2": {"field": "high"}}},
        {"mark": {"type": "point", "opacity": 1, "ariaRoleDescription": _("point")},
         "encoding": {"x": {"field": "value", **lengths}, "description": {"field": "told"}}},
        {"mark": {"type": "text", "align": "left", "x": 0, "dy": -18, "aria": False},
         "encoding": {"text": {"field": "written"}}},
    ]  # fmt: skip
    values = [
        _row(row) | {"low": row.low, "high": row.high, "written": f"{row.label}{colon()} {row.said}"} for row in rows
    ]
    spec = _stacked(rows, values, layers)
    return Chart(title, _aloud(rows), spec)


def bars(title: str, rows: Sequence[Bar], reference: float | None = None) -> Chart:
    """Draw bars one under the other, each with its label above it and its value after it."""
    longest = max([abs(row.value) for row in rows if row.value is not None] + [reference or 0]) or 1
    lowest = min([row.value for row in rows if row.value is not None and row.value < 0], default=0)
    lengths = {"field": "value", "type": "quantitative", "axis": None}
    scale = {"scale": {"domain": [lowest * ROOM, longest * ROOM], "nice": False}}
    layers: list[dict[str, Any]] = [
        {"mark": {"type": "bar", "height": 16, "aria": False},
         "encoding": {"x": lengths | scale}},
        {"mark": {"type": "text", "align": "left", "x": 0, "dy": -18, "aria": False},
         "encoding": {"text": {"field": "label"}}},
        {"mark": {"type": "text", "align": "left", "dx": 7, "style": "strong", "ariaRoleDescription": _("barre")},
         "encoding": {"x": {**lengths, "field": "end"}, "text": {"field": "said"},
                      "description": {"field": "told"}}},
    ]  # fmt: skip
    if reference is not None:
        layers.append({"mark": BESIDE, "encoding": {"x": {"datum": reference, "axis": None}}})
    return Chart(title, _aloud(rows), _stacked(rows, [_row(row) for row in rows], layers))


def small_multiples(title: str, figures: Sequence[tuple[str, Mapping[int, Figure | None]]]) -> Chart:
    """Draw one small line a place over the years, all on the same scale."""
    rows = [
        {"place": name, "year": str(year), "value": _length(figure), "told": f"{name}, {year}{colon()} {word(figure)}"}
        for name, by_year in figures
        for year, figure in sorted(by_year.items())
    ]
    years = sorted({str(row["year"]) for row in rows})
    spec: dict[str, Any] = {
        "data": {"values": rows},
        "facet": {"field": "place", "type": "nominal", "sort": [name for name, _by_year in figures],
                  "header": {"title": None, "labelFontSize": 14, "labelAnchor": "start", "labelLimit": SMALL_WIDTH}},
        "spec": {
            "width": SMALL_WIDTH, "height": SMALL_HEIGHT,
            "encoding": {
                "x": {"field": "year", "type": "ordinal", "scale": {"domain": years},
                      "axis": {"title": None, "labelAngle": 0, "values": [years[0], years[-1]] if years else [],
                               "labelFontSize": 12}},
                "y": {"field": "value", "type": "quantitative", "scale": {"zero": True},
                      "axis": {"title": None, "labels": False, "ticks": False, "tickCount": 2}},
            },
            "layer": [
                {"mark": {"type": "line", "aria": False}},
                {"mark": {"type": "point", "size": 45, "ariaRoleDescription": _("point")},
                 "encoding": {"description": {"field": "told"}}},
            ],
        },
    }  # fmt: skip
    return Chart(title, _("Une petite courbe par quartier, d'année en année."), spec)


def _stacked(rows: Sequence[Bar], values: list[dict[str, Any]], layers: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the specification of rows one under the other."""
    ranks = [str(rank) for rank in range(len(rows))]
    place = {"field": "rank", "type": "nominal", "axis": None, "sort": ranks, "scale": {"domain": ranks}}
    ranked = [value | {"rank": rank} for value, rank in zip(values, ranks, strict=True)]
    return {"height": {"step": ROW}, "data": {"values": ranked}, "encoding": {"y": place}, "layer": layers}


def _part(part: Part) -> Bar:
    """Return the row of a part, its interval said with it."""
    low, high = getattr(part, "low", None), getattr(part, "high", None)
    if low is None or high is None:
        return Bar(part.label, _number(part.value), part.said)
    bounds = {"value": part.said, "low": decimal(low, 2), "high": decimal(high, 2)}
    return Bar(part.label, _number(part.value), _("%(value)s (entre %(low)s et %(high)s)", **bounds), low, high)


def _row(bar: Bar) -> dict[str, Any]:
    return {
        "label": bar.label, "value": bar.value, "end": max(bar.value or 0, 0), "said": bar.said,
        "told": f"{bar.label}{colon()} {bar.said}",
    }  # fmt: skip


def _aloud(rows: Sequence[Bar]) -> str:
    return "; ".join(f"{row.label}{colon()} {row.said}" for row in rows)


def _length(figure: Figure | None) -> float | None:
    return _number(figure.value) if figure and figure.is_shown and figure.is_claimed else None


def _number(value: Number | None) -> float | None:
    return None if value is None else round(float(value), 6)
