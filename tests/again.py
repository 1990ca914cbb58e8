"""The application built once more, with other settings, on the database of the test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask

from app import create_app, security
from app.db import db
from tests.conftest import SETTINGS
from tests.visitor import Visitor


@contextmanager
def built_again(instance: Path, database: str, **settings: object) -> Iterator[Flask]:
    """Build an application of its own in a folder; attempts are not limited unless RATELIMIT_ENABLED says so."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PORTEVOIX_INSTANCE", str(instance))
        environment.setenv("DATABASE_URL", database)
        made = create_app({**SETTINGS, "RATELIMIT_ENABLED": False, **settings})
    security.limiter.enabled = bool(made.config["RATELIMIT_ENABLED"])
    made.test_client_class = Visitor
    yield made
    security.limiter.enabled = False
    with made.app_context():
        db.session.remove()
        db.engine.dispose()
