"""Charts: read aloud, in the house's style, without anything a strict page forbids, and drawn once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from flask import Flask

from app import charts
from app.charts import Chart, Theme, Width
from app.insight.drawing import Bar, bars
from tests.markup import INLINE

SVG = "{http://www.w3.org/2000/svg}"
ROWS = [Bar("Sanitas", 12.0, "12"), Bar("Europe <&>", None, "trop peu de personnes")]


@pytest.fixture
def house(sqlite_app: Flask) -> Iterator[Flask]:
    """Give the application, without a database."""
    with sqlite_app.app_context():
        yield sqlite_app
    for path in kept(sqlite_app):
        path.unlink()


def chart() -> Chart:
    return bars("Rencontres <2026>", ROWS)


def kept(app: Flask) -> list[Path]:
    return sorted((app.config["INSTANCE"] / "charts").glob("*.svg"))


def test_a_chart_says_its_title_what_it_shows_and_each_of_its_bars(house) -> None:
    drawn = charts.svg(chart())

    root = ElementTree.fromstring(drawn)
    said = [mark.get("aria-label") for mark in root.iter() if mark.get("role") == "graphics-symbol"]
    assert (root.get("role"), root.get("lang")) == ("graphics-document", "fr")
    assert root.findtext(f"{SVG}title") == "Rencontres <2026>"
    assert "Europe <&>\N{NO-BREAK SPACE}: trop peu de personnes" in (root.findtext(f"{SVG}desc") or "")
    assert "Sanitas\N{NO-BREAK SPACE}: 12" in said
    assert "mark container" not in drawn


def test_every_value_is_written_so_that_no_colour_has_to_be_read(house) -> None:
    drawn = charts.svg(chart())

    words = {text.text for text in ElementTree.fromstring(drawn).iter(f"{SVG}text")}
    assert words >= {"Sanitas", "12", "Europe <&>", "trop peu de personnes"}


@pytest.mark.parametrize("theme", list(Theme))
@pytest.mark.parametrize("width", list(Width))
def test_a_chart_holds_nothing_that_a_strict_page_forbids(house, theme: Theme, width: Width) -> None:
    drawn = charts.svg(chart(), theme, width)

    assert INLINE.findall(drawn) == []
    assert "url(http" not in drawn
    assert "href" not in drawn
    assert charts.PALETTES[theme].main in drawn


def test_a_chart_is_drawn_once_and_then_read_from_the_disk(house) -> None:
    charts.svg(chart())
    [path] = [path for path in kept(house) if path.stem == charts.digest(chart(), Theme.LIGHT, Width.WIDE)]
    path.write_text("<svg>kept</svg>", encoding="utf-8")

    again = charts.svg(chart())

    assert again == "<svg>kept</svg>"


def test_another_value_is_another_drawing(house) -> None:
    other = bars("Rencontres <2026>", [Bar("Sanitas", 13.0, "13")])

    digests = {charts.digest(one, Theme.LIGHT, Width.WIDE) for one in (chart(), other)}

    assert len(digests) == 2


def test_the_oldest_drawings_go_when_there_are_too_many(house, monkeypatch) -> None:
    monkeypatch.setattr(charts, "KEPT", 2)

    for number in range(4):
        charts.svg(bars("Une barre", [Bar("Sanitas", float(number), str(number))]))

    assert 1 <= len(kept(house)) <= 3


def test_a_browser_that_has_a_chart_is_told_that_it_did_not_change(house) -> None:
    with house.test_request_context():
        etag = charts.answer(chart(), Theme.LIGHT, Width.WIDE).headers["ETag"]

    with house.test_request_context(headers={"If-None-Match": etag}):
        again = charts.answer(chart(), Theme.LIGHT, Width.WIDE)

    assert (again.status_code, again.get_data()) == (304, b"")
    assert "max-age" in again.headers["Cache-Control"]


def test_a_chart_that_is_kept_is_given_without_drawing_it_again(house, monkeypatch: pytest.MonkeyPatch) -> None:
    with house.test_request_context():
        first = charts.answer(chart(), Theme.LIGHT, Width.WIDE)
        monkeypatch.delattr("vl_convert.vegalite_to_svg")
        second = charts.answer(chart(), Theme.LIGHT, Width.WIDE)

    assert second.data == first.data
