"""Tables of slices above, a few rows a project, that the page of a project reads in the query of its file.

A slice registers its table with `read_along`; its panels then call `rows_along`, which asks nothing more on that page,
and one question for all the tables elsewhere. A table has the columns `id` and `project_id`; or hangs `under` a
registered one, whose id it holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar, cast

import sqlalchemy as sa

from app.db import Model, remembered, session

M = TypeVar("M", bound=Model)
_tables: dict[Any, Any] = {}
"""Each table, and the one it hangs under (None: it names the project itself)."""


def read_along(*models: type[Model], under: type[Model] | None = None) -> None:
    """Register tables; to be called when the slice is attached, before the first page."""
    for model in models:
        _tables.setdefault(model, under)


def count() -> int:
    """Return how many numbers the tables take in the query of the file: one each, none for what hangs under another."""
    return sum(under is None for under in _tables.values())


def joined(asked: Any, parts: Sequence[Any], project_id: Any) -> Any:
    """Add each table to the query of the file, under its own number, so that none multiplies another."""
    left = iter(parts)
    for model, under in _tables.items():
        ours = _hangs(model, under) if under else sa.and_(next(left), model.project_id == project_id)
        asked = asked.add_columns(model).outerjoin(model, ours)
    return asked


def keep_read(project_id: int, rows: Sequence[Sequence[Any]]) -> None:
    """Keep for the panels of a page what its own query has read: the last columns of its rows."""
    remembered(_key(project_id), lambda: _gathered(rows))


def rows_along(project_id: int, model: type[M]) -> Sequence[M]:
    """Return the rows of a registered table that concern a project, by id; one query unless its page has read them."""
    found = remembered(_key(project_id), lambda: _gathered(_alone(project_id)))
    return cast("Sequence[M]", found[model])


def _gathered(rows: Sequence[Sequence[Any]]) -> Mapping[Any, Sequence[Model]]:
    found: dict[Any, list[Model]] = {}
    for place, model in enumerate(_tables, start=-len(_tables)):
        read = {row[place].id: row[place] for row in rows if row[place] is not None}
        found[model] = [read[number] for number in sorted(read)]
    return found


def _alone(project_id: int) -> Sequence[Sequence[Any]]:
    numbers = [sa.select(sa.literal_column(str(number), sa.Integer).label("number")) for number in range(count())]
    part = sa.union_all(*numbers).subquery("part").c.number
    asked = sa.select(part).select_from(part.table)
    return session().execute(joined(asked, [part == number for number in range(count())], project_id)).unique().all()


def _hangs(model: Any, under: Any) -> sa.ColumnElement[bool]:
    held: sa.ColumnElement[bool] = getattr(model, f"{under.__tablename__}_id") == under.id
    return held


def _key(project_id: int) -> tuple[str, int]:
    return ("along", project_id)
