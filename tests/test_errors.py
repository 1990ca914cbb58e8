"""When something goes wrong: a page with a number, the same number in the log, and no way to forge the log."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

import pytest
from flask import Flask

from app import create_app, security
from app.db import db
from tests.conftest import SETTINGS


@pytest.fixture
def failing(app: Flask) -> Iterator[Flask]:
    """Give an application as in production, with a page that fails."""
    failing = create_app({**SETTINGS, "TESTING": False, "PROPAGATE_EXCEPTIONS": False})

    @failing.get("/fails/<path:what>")
    @security.public
    def fails(what: str) -> str:
        raise ZeroDivisionError(what)

    yield failing
    with failing.app_context():
        db.engine.dispose()


def test_the_number_on_the_page_is_in_the_log(failing: Flask, caplog: pytest.LogCaptureFixture) -> None:
    page = failing.test_client().get("/fails/here")

    shown = re.search("<code>([0-9a-f]{8})</code>", page.text)
    assert page.status_code == 500
    assert shown
    assert shown[1] in caplog.text


def test_an_address_cannot_add_a_line_to_the_log(failing: Flask, caplog: pytest.LogCaptureFixture) -> None:
    failing.test_client().get("/fails/a%0AINFO everything is fine")

    assert not any(line.startswith("INFO everything") for record in caplog.records for line in
                   record.getMessage().splitlines())  # fmt: skip


def test_a_page_says_sorry_even_when_the_database_is_out(failing: Flask, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR)
    failing.config["DEMO"] = False
    client = failing.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = "1.1"
    with failing.app_context():
        db.session.remove()
        db.drop_all()

    page = client.get("/me")

    with failing.app_context():
        db.create_all()
    assert page.status_code == 500
    assert re.search("<code>[0-9a-f]{8}</code>", page.text)
    assert "Traceback" not in page.text


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_a_method_that_a_page_does_not_know_is_refused(failing: Flask, method: str) -> None:
    assert failing.test_client().open("/projects", method=method).status_code in (400, 405)
