"""The two languages: how dates and punctuation are written in each, and that no marked sentence escapes collection."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask

from app import i18n
from scripts import catalogue

APP = Path(i18n.__file__).parent
ALIAS = re.compile(r"import \w*gettext as (\w+)$", re.MULTILINE)


@pytest.fixture
def speaker() -> Flask:
    """Give the smallest application that can speak both languages."""
    app = Flask("app", root_path=str(APP))
    i18n.init_app(app)
    return app


@pytest.mark.parametrize(("language", "written"), [("fr", "5 septembre 2026"), ("en", "5 September 2026")])
def test_a_date_gives_the_day_before_the_month(speaker: Flask, language: str, written: str) -> None:
    with speaker.test_request_context(), i18n.force_locale(language):
        shown = i18n.day(date(2026, 9, 5))

    assert shown == written


@pytest.mark.parametrize(("language", "written"), [("fr", "\u00a0:"), ("en", ":")])
def test_a_space_comes_before_a_colon_in_french_only(speaker: Flask, language: str, written: str) -> None:
    with speaker.test_request_context(), i18n.force_locale(language):
        shown = i18n.colon()

    assert shown == written


def test_the_catalogue_knows_each_name_that_marks_a_sentence() -> None:
    sources = [path for path in APP.rglob("*.py") if path.name != "i18n.py"]

    names = {name for source in sources for name in ALIAS.findall(source.read_text(encoding="utf-8"))}

    assert names
    assert names <= set(catalogue.KEYWORDS)


@pytest.mark.parametrize(
    ("language", "written"), [("fr", "1er septembre 2026, 00:30"), ("en", "1 September 2026, 00:30")]
)
def test_an_instant_is_told_in_tours(speaker: Flask, language: str, written: str) -> None:
    with speaker.test_request_context(), i18n.force_locale(language):
        shown = i18n.instant(datetime(2026, 8, 31, 22, 30, tzinfo=UTC))

    assert shown == written


@pytest.mark.parametrize(("language", "count", "form"), [("fr", 0, "voix"), ("fr", 1, "voix"), ("fr", 2, "des voix")])
def test_nothing_is_singular_in_french(speaker: Flask, language: str, count: int, form: str) -> None:
    with speaker.test_request_context(), i18n.force_locale(language):
        assert i18n.ngettext("voix", "des voix", count) == form
