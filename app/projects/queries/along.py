"""Tables of slices above, a few rows a project, that the page of a project reads in the query of its file.

A slice registers its table with `read_along`; its panels then call `rows_along`, which asks nothing more on that page.
The table has the columns `id` and `project_id`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import sqlalchemy as sa

from app.db import Model, remembered, session

M = TypeVar("M", bound=Model)
_tables: list[Any] = []


def read_along(*models: type[Model]) -> None:
    """Register tables; to be called when the slice is attached, before the first page."""
    _tables.extend(model for model in models if model not in _tables)


def count() -> int:
    """Return how many tables are registered."""
    return len(_tables)


def joined(asked: Any, parts: Sequence[Any], project_id: Any) -> Any:
    """Add each table to the query of the file, under its own number, so that none multiplies another."""
    for model, part in zip(_tables, parts, strict=True):
        asked = asked.add_columns(model).outerjoin(model, sa.and_(part, model.project_id == project_id))
    return asked


def keep_read(project_id: int, rows: Sequence[Sequence[Any]]) -> None:
    """Keep for the panels of a page what its own query has read: the last columns of its rows."""
    for place, model in enumerate(_tables, start=-len(_tables)):
        found = {row[place].id: row[place] for row in rows if row[place] is not None}
        _keep(project_id, model, [found[number] for number in sorted(found)])


def rows_along(project_id: int, model: type[M]) -> Sequence[M]:
    """Return the rows of a registered table that concern a project, by id; one query unless its page has read them."""
    table: Any = model
    asked = sa.select(table).where(table.project_id == project_id).order_by(table.id)
    return remembered(_key(project_id, model), lambda: session().scalars(asked).all())


def _keep(project_id: int, model: type[Model], rows: Sequence[Any]) -> None:
    remembered(_key(project_id, model), lambda: rows)


def _key(project_id: int, model: type[Model]) -> tuple[str, str, int]:
    return ("along", model.__tablename__, project_id)
