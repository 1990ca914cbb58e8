"""Fixtures: an application on a database of its own for each test."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.db import db


@pytest.fixture
def app(tmp_path, monkeypatch) -> Iterator[Flask]:
    """Give an application on an empty database, inside its context."""
    monkeypatch.setenv("PORTEVOIX_INSTANCE", str(tmp_path))
    made = create_app({"TESTING": True, "WTF_CSRF_ENABLED": False, "RATELIMIT_ENABLED": False})
    with made.app_context():
        db.create_all()
        yield made
        db.session.remove()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Give a browser without JavaScript, not signed in."""
    return app.test_client()
