"""The drawing of the thread in the README, made from the workflow file."""

from __future__ import annotations

import re
from pathlib import Path

from workflows import diagram
from workflows.definition import load

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
DEFINITIONS = ROOT / "workflows" / "definitions"
DRAWING = re.compile(r"(?<=<!-- thread: make readme -->\n).*?(?=<!-- end of thread -->)", re.DOTALL)


def drawing() -> str:
    """Draw the newest version of the micro-project's workflow as a Mermaid block."""
    versions = [load(path) for path in DEFINITIONS.glob("micro-grant.v*.toml")]
    return f"```mermaid\n{diagram.mermaid(max(versions, key=lambda found: found.version))}```\n"


def written() -> str:
    """Return the README as it should be."""
    return DRAWING.sub(lambda _old: drawing(), README.read_text(encoding="utf-8"))


if __name__ == "__main__":
    README.write_text(written(), encoding="utf-8")
