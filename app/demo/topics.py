"""What is said in the meetings of the demonstration, read from `meetings.toml`."""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("meetings.toml")


@functools.cache
def topics() -> dict[str, list[dict[str, Any]]]:
    """Return what the file says, by kind: topic, coming, space, inventory, note."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
