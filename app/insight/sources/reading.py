"""How sources read: rows as they come from the database, instants as days in Tours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from app import clock
from app.db import session


def fetched(statement: sa.Executable, values: Mapping[str, Any] | None = None) -> Iterable[Any]:
    """Return the rows of a statement, without making objects of them."""
    return session().execute(statement, values)


def paired(statement: sa.Executable) -> dict[Any, Any]:
    """Return the second column of a statement by its first one."""
    return {row[0]: row[1] for row in session().execute(statement)}


def day_of(at: datetime) -> date:
    """Return the day that an instant falls on in Tours."""
    return at.astimezone(clock.PARIS).date()
