"""What the browser shows does not depend on the database: SQLite is enough here."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.browser.town import Town, built


@pytest.fixture
def database_url(sqlite_schema: Path, tmp_path: Path) -> str:
    """Give the address of an empty SQLite database with every table."""
    path = tmp_path / "porte-voix.db"
    shutil.copyfile(sqlite_schema, path)
    return f"sqlite:///{path}"


@pytest.fixture
def town(app: object) -> Town:
    """Build a small town: its places, its people, its fund and its committee; no project yet."""
    return built()
