"""When something goes wrong: a page with a number, the same number in the log, and no way to forge the log."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import security
from tests.again import built_again

LIKE_PRODUCTION = {"TESTING": False, "PROPAGATE_EXCEPTIONS": False}


@pytest.fixture
def failing(tmp_path: Path) -> Iterator[FlaskClient]:
    """Give a browser on an application that has no database, and one page that fails by itself."""
    with built_again(tmp_path, "sqlite:////nowhere/at-all.db", **LIKE_PRODUCTION) as made:
        made.test_client_class = FlaskClient
        _add_a_page_that_fails(made)
        yield made.test_client()


def test_the_number_on_the_page_is_in_the_log(failing: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    page = failing.get("/fails/here")

    shown = re.search("<code>([0-9a-f]{8})</code>", page.text)
    assert page.status_code == 500
    assert shown
    assert shown[1] in caplog.text


def test_an_address_cannot_add_a_line_to_the_log(failing: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    failing.get("/fails/a%0DINFO everything is fine")

    lines = [line for record in caplog.records for line in record.getMessage().splitlines()]
    assert lines
    assert not any(line.startswith("INFO everything") for line in lines)


def test_a_page_says_sorry_even_when_the_database_is_out(failing: FlaskClient) -> None:
    with failing.session_transaction() as cookie:
        cookie["_user_id"] = "1.1"

    page = failing.get("/me")

    assert page.status_code == 500
    assert re.search("<code>[0-9a-f]{8}</code>", page.text)
    assert "Traceback" not in page.text


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_a_method_that_a_page_does_not_know_is_refused(client: FlaskClient, method: str) -> None:
    assert client.open("/projects", method=method).status_code == 405


def _add_a_page_that_fails(app: Flask) -> None:
    @app.get("/fails/<path:what>")
    @security.public
    def fails(what: str) -> str:
        raise ZeroDivisionError(what)


def test_who_may_not_is_refused_and_a_file_the_server_cannot_open_is_our_fault(tmp_path: Path) -> None:
    with built_again(tmp_path, "sqlite:///:memory:", **LIKE_PRODUCTION) as made:
        made.test_client_class = FlaskClient
        for name, error in (("mine", PermissionError()), ("disk", PermissionError(13, "Permission denied"))):
            _add_a_page_that_raises(made, name, error)

        codes = [made.test_client().get(f"/raises/{name}").status_code for name in ("mine", "disk")]

    assert codes == [403, 500]


def _add_a_page_that_raises(app: Flask, name: str, error: Exception) -> None:
    def page() -> str:
        raise error

    app.add_url_rule(f"/raises/{name}", f"raises_{name}", security.public(page))
