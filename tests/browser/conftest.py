"""The town in which the stories told in a browser take place."""

from __future__ import annotations

import pytest

from tests.browser.town import Town, built


@pytest.fixture
def town(app: object) -> Town:
    """Build a small town: its places, its people, its fund and its committee; no project yet."""
    return built()
