"""The database: one declarative base, one transaction decorator, and SQLite made safe for several writers."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ParamSpec, TypeVar, cast

import sqlalchemy as sa
from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import DeclarativeBase, Session

log = logging.getLogger(__name__)

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Model(DeclarativeBase):
    """What every table of the product inherits; slices never inherit `db.Model`, which mypy cannot follow."""

    metadata = sa.MetaData(naming_convention=NAMING)


db = SQLAlchemy(
    model_class=Model,
    session_options={"expire_on_commit": False, "autoflush": False},
)
migrate = Migrate()

P = ParamSpec("P")
R = TypeVar("R")
M = TypeVar("M", bound="Model")
AfterCommit = tuple[Callable[..., object], tuple[object, ...]]

_running: ContextVar[list[AfterCommit] | None] = ContextVar("porte_voix_transaction", default=None)


def session() -> Session:
    """Return the session of the current request or command."""
    return db.session()


@contextmanager
def open_transaction() -> Iterator[Session]:
    """Join the running transaction, or open one that writes: all of it is stored, or nothing.

    On SQLite it takes the write lock at once (BEGIN IMMEDIATE), so that a read followed by a write never meets
    "database is locked" half way; on PostgreSQL the services lock their rows with SELECT … FOR UPDATE.
    """
    current = session()
    if _running.get() is not None:
        yield current
        current.flush()
        return
    if current.new or current.dirty or current.deleted:
        raise RuntimeError("rows were changed outside a transaction")
    current.rollback()
    current.expire_all()
    _forget(current)
    queue: list[AfterCommit] = []
    token = _running.set(queue)
    try:
        yield current
        current.commit()
    except BaseException:
        current.rollback()
        raise
    finally:
        _running.reset(token)
    _run_after_commit(queue)


def transaction() -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Run a service function inside `open_transaction()`; calls between services join the outer one."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def inside(*args: P.args, **kwargs: P.kwargs) -> R:
            with open_transaction():
                return function(*args, **kwargs)

        return inside

    return decorate


def after_commit(function: Callable[..., object], *ids: object) -> None:
    """Call `function(*ids)` once the running transaction is stored; pass ids, never rows.

    Raises RuntimeError outside a transaction.
    """
    queue = _running.get()
    if queue is None:
        raise RuntimeError("after_commit needs a transaction")
    queue.append((function, ids))


def lock(model: type[M], key: object) -> M | None:
    """Load a row afresh and lock it until the transaction ends; None when it does not exist."""
    return session().get(model, key, with_for_update={"of": model}, populate_existing=True)


def remembered(key: Hashable, compute: Callable[[], R]) -> R:
    """Compute a fact read from the database once, and give it again until something is written or the session ends.

    For facts asked by several guards and panels of one page, so that each costs one query.
    """
    memory: dict[Hashable, Any] = session().info.setdefault("remembered", {})
    if key not in memory:
        memory[key] = compute()
    return cast("R", memory[key])


def is_sqlite() -> bool:
    """Say whether the product runs on SQLite, where full-text search is FTS5."""
    return db.engine.dialect.name == "sqlite"


def init_app(app: Flask) -> None:
    """Attach the database and its migrations to the application."""
    db.init_app(app)
    migrate.init_app(app, db, directory=app.config["MIGRATIONS"], render_as_batch=True, compare_type=True)
    with app.app_context():
        if is_sqlite():
            _make_sqlite_safe(db.engine)
    event.listen(db.session, "after_flush", _forget)
    event.listen(db.session, "after_rollback", _forget)


def _forget(current: Session, _flush: object = None) -> None:
    current.info.pop("remembered", None)


def _run_after_commit(queue: Sequence[AfterCommit]) -> None:
    for function, ids in queue:
        try:
            function(*ids)
        except Exception:
            log.exception("after-commit work failed: %s%r", getattr(function, "__name__", function), ids)


def _make_sqlite_safe(engine: Engine) -> None:
    """Take transactions back from the driver, which would open them late and lose updates."""

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=20000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if _running.get() is None else "BEGIN IMMEDIATE")
