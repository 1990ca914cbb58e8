"""Counting what a page asks of the database."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from sqlalchemy import event

from app.db import db


@pytest.fixture
def count_queries(app) -> Callable[[], AbstractContextManager[list[str]]]:
    """Give a context manager that collects the SQL sent inside it."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        sent: list[str] = []

        def keep(_connection, _cursor, statement, *_rest) -> None:
            if statement.lstrip().upper().startswith(("SELECT", "WITH")):
                sent.append(statement)

        event.listen(db.engine, "before_cursor_execute", keep)
        try:
            yield sent
        finally:
            event.remove(db.engine, "before_cursor_execute", keep)

    return counting
