"""What the README promises is true."""

import re
from pathlib import Path

import pytest

from scripts.readme import README, drawing, written

ROOT = Path(__file__).parents[1]
PAGES = [README, ROOT / "docs" / "production.md"]


def test_the_drawing_of_the_thread_is_the_workflow_as_it_is() -> None:
    text = README.read_text(encoding="utf-8")

    assert drawing() in text
    assert text == written()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_and_command_it_names_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))

    links = [link for link in re.findall(r"\]\(([^)#]+)", text) if not link.startswith("http")]
    paths = re.findall(r"`((?:app|workflows|tests|docs|migrations|scripts|bench)/[\w./-]*)`", text)
    commands = set(re.findall(r"(?:^|`)make ([a-z-]+)", text, re.MULTILINE))

    assert [link for link in links if not (page.parent / link).exists()] == []
    assert [path for path in paths if not (ROOT / path).exists()] == []
    assert commands <= targets
