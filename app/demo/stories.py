"""The projects of the demonstration, read from `stories.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.projects.models import Theme

FILE = Path(__file__).with_name("stories.toml")


@dataclass(frozen=True)
class Story:
    """What neighbours tell of a project; `spend` and `help` are in whole euros; `state` is how far it has gone."""

    quarter: str
    title: str
    summary: str
    role: str
    theme: Theme
    place: str
    remark: str
    spend: Mapping[str, int]
    state: str
    help: Mapping[str, int] = field(default_factory=dict)

    @property
    def asked_cents(self) -> int:
        """What is asked of the fund, in cents."""
        return 100 * (sum(self.spend.values()) - sum(self.help.values()))


def stories() -> list[Story]:
    """Return every story, in the order of the file."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["story"]
    return [Story(**{**row, "theme": Theme(row["theme"])}) for row in rows]
