"""The colours of the style sheet, measured as WCAG 2.2 measures them, in the light and in the dark scheme."""

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).parents[2] / "app" / "static" / "app.css").read_text(encoding="utf-8")
TEXT, SHAPE = 4.5, 3.0
TONES = ("calm", "act", "late", "blocked", "done")
GROUNDS = ("paper", "surface", "sunk", "brand-tint")
PAIRS = [
    *[(ink, ground, TEXT) for ink in ("ink", "ink-soft", "link") for ground in GROUNDS],
    *[(tone, ground, TEXT) for tone in TONES for ground in (f"{tone}-tint", "surface", "paper")],
    *[("ink", f"{tone}-tint", TEXT) for tone in TONES],
    ("act", "brand-tint", TEXT),
    ("late", "brand-tint", TEXT),
    ("on-brand", "brand", TEXT),
    ("on-brand", "brand-hover", TEXT),
    ("on-head", "head", TEXT),
    ("on-saffron", "saffron", TEXT),
    ("line-strong", "surface", SHAPE),
    ("line-strong", "paper", SHAPE),
    ("brand", "surface", SHAPE),
    ("saffron", "head", SHAPE),
    *[("focus", ground, SHAPE) for ground in GROUNDS],
]


def luminance(colour: str) -> float:
    """Return the relative luminance of a #rgb or #rrggbb colour (WCAG 2.2, definition of relative luminance)."""
    digits = colour.removeprefix("#")
    digits = "".join(c * 2 for c in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def colours(scheme: str) -> dict[str, str]:
    """Return the colour tokens of a scheme; the dark one only overrides the light one."""
    light, dark = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)[:2]
    read = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", light))
    if scheme == "dark":
        read.update(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", dark))
    return read


def test_black_on_white_measures_twenty_one() -> None:
    black, white = "#000", "#ffffff"

    ratio = contrast(black, white)

    assert ratio == pytest.approx(21)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_every_pair_of_colours_in_use_can_be_read(scheme: str, front: str, ground: str, least: float) -> None:
    tokens = colours(scheme)

    ratio = contrast(tokens[front], tokens[ground])

    assert ratio >= least, f"{front} on {ground}, {scheme}: {ratio:.2f}"


def test_the_dark_scheme_changes_the_page_and_not_only_the_text() -> None:
    light, dark = colours("light"), colours("dark")

    darker = [name for name in GROUNDS if luminance(dark[name]) < luminance(light[name])]

    assert darker == list(GROUNDS)
