"""What the browser shows does not depend on the database: SQLite is enough here."""

from __future__ import annotations

import pytest

from tests.browser.town import Town, built


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run the tests of this folder on SQLite only."""
    if "app" in metafunc.fixturenames:
        metafunc.parametrize("app", ["sqlite"], indirect=True)


@pytest.fixture
def town(app: object) -> Town:
    """Build a small town: its places, its people, its fund and its committee; no project yet."""
    return built()
