"""What the tests of projects share: signing in, and counting the questions asked of the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.db import db
from app.steps.actor import Actor
from tests.queries import counted

Browser = Callable[[Actor | None], FlaskClient]
Counter = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def browse(app: Flask) -> Browser:
    """Give a browser signed in as an actor (None: a visitor)."""

    def browser(actor: Actor | None) -> FlaskClient:
        client = app.test_client()
        if actor is not None:
            person = db.session.get(Person, actor.person_id)
            with client.session_transaction() as cookie:
                cookie["_user_id"] = f"{person.id}.{person.session_version}"
                cookie["_fresh"] = True
        return client

    return browser


@pytest.fixture
def counting(app: Flask) -> Counter:
    """Give a block that lists, once over, every SELECT sent to the database inside it."""

    @contextmanager
    def block() -> Iterator[list[str]]:
        asked: list[str] = []
        with counted() as sent:
            yield asked
        asked += [statement for statement in sent if statement.lstrip().upper().startswith("SELECT")]

    return block
