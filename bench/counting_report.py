"""The table of the counting bench in the README, between its two marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

README = Path(__file__).resolve().parents[1] / "README.md"
BEGIN, END = "<!-- counting: python -m bench.counting -->", "<!-- end of counting -->"
MANY = 5_000
YES = {True: "yes", False: "no", None: "none announced"}


def write_readme(figures: Mapping[str, Any]) -> None:
    """Write the figures of a bench in the README."""
    text = README.read_text(encoding="utf-8")
    table = "\n".join([BEGIN, "", *_speed(figures["files"]), "", *_million(figures["million"]), "",
                       *_agreement(figures["files"]), "", END])  # fmt: skip
    README.write_text(re.sub(f"{BEGIN}.*{END}", lambda _: table, text, flags=re.DOTALL), encoding="utf-8")


def _speed(files: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    yield "| file | voters | distinct | projects | ours, ms | pabutools, ms | its grouped profile, ms | × | × grouped |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for each in files:
        if each["voters"] > MANY:
            yield (
                f"| {each['file']} | {each['voters']} | {each['distinct']} | {each['projects']} "
                f"| {1000 * each['ours']:.1f} | {1000 * each['plain']:.0f} | {1000 * each['gathered']:.0f} "
                f"| {each['plain'] / each['ours']:.0f} | {each['gathered'] / each['ours']:.0f} |"
            )


def _million(millions: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    yield "| 1,000,000 ballots × 50 projects, from SQLite to the outcome | CPU, s | of which reading, s | memory, MB |"
    yield "|---|---|---|---|"
    for each in millions:
        yield f"| {each['rule']} | {each['seconds']:.2f} | {each['reading']:.2f} | {each['megabytes']} |"


def _agreement(files: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    yield "| file | its rule | official winners found again | pabutools elects the same by | differs | not followed |"
    yield "|---|---|---|---|---|---|"
    for each in files:
        cells = [", ".join(each["agrees"]), ", ".join(each["differs"]) or "–", "; ".join(each["not_followed"]) or "–"]
        yield f"| {each['file']} | {each['rule'] or '–'} | {YES[each['official']]} | {' | '.join(cells)} |"
