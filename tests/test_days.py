"""Days as people read them."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from app.i18n import day


@pytest.mark.parametrize(
    ("value", "read"),
    [(date(2026, 12, 1), "1er décembre 2026"), (date(2026, 12, 11), "11 décembre 2026")],
)
def test_the_first_of_a_month_is_written_as_the_french_say_it(app: Flask, value: date, read: str) -> None:
    assert day(value) == read
