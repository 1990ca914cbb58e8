"""Work done after a request or at fixed times; the only place that knows of huey.

The queue is a SQLite file of the instance, or Redis or PostgreSQL when JOBS_URL says so. Requests put work in it;
the one `flask worker` takes it out, and alone fires what is due each minute.
"""

from __future__ import annotations

import fcntl
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar, cast

import click
from flask import Flask, current_app
from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey, crontab

from app import clock
from app.i18n import gettext as _
from app.mail import outbox, queries
from app.mail import services as mail

log = logging.getLogger(__name__)
F = TypeVar("F", bound=Callable[..., object])
R = TypeVar("R")

LAST_TICK = "porte-voix.last-tick"
_work: dict[str, Callable[..., object]] = {}
_each_minute: list[Callable[[], object]] = []


@dataclass(frozen=True)
class Status:
    """How the background work stands."""

    queued: int
    waiting_messages: int
    oldest_waiting_at: datetime | None
    last_tick_at: datetime | None


def work(function: F) -> F:
    """Decorator: allow a module's function to be called later, by its name; its arguments are plain values."""
    _work[f"{function.__module__}.{function.__name__}"] = function
    return function


def attempt(function: Callable[..., R], *arguments: object) -> R | None:
    """Do one thing among many; its failure is logged and must not keep the others from their turn."""
    try:
        return function(*arguments)
    except Exception:
        log.exception("background work failed: %s%r", getattr(function, "__name__", function), arguments)
        return None


def every_minute(function: F) -> F:
    """Decorator: have the worker call a function each minute; with nothing to do it must cost one light query."""
    if function not in _each_minute:
        _each_minute.append(function)
    return function


def later(function: Callable[..., object], *arguments: object) -> None:
    """Have a function declared with `work` called by the worker, as soon as it can."""
    _extension()["run"](f"{function.__module__}.{function.__name__}", *arguments)


def status() -> Status:
    """Return how the background work stands. Raises what the queue or the database raises when one is out."""
    huey = _extension()["huey"]
    count, oldest = queries.waiting()
    told = huey.get(LAST_TICK, peek=True)
    return Status(huey.pending_count(), count, oldest, datetime.fromisoformat(told) if told else None)


def init_app(app: Flask) -> None:
    """Attach the queue, the delivery of messages and what must be done each minute; add `flask worker`."""
    huey = _queue(app)

    def run(name: str, *arguments: object) -> None:
        with app.app_context():
            _work[name](*arguments)

    def tick() -> None:
        with app.app_context():
            for function in (*_each_minute, mail.deliver_waiting):
                attempt(function)
            huey.put(LAST_TICK, clock.now().isoformat())

    app.extensions["jobs"] = {"huey": huey, "run": huey.task(name="run")(run), "tick": tick}
    huey.periodic_task(crontab(), name="tick")(tick)
    with app.app_context():
        outbox.call_courier(lambda message_id: later(deliver, message_id))
    app.cli.add_command(_worker_command(app, huey))


@work
def deliver(message_id: int) -> None:
    """Deliver one message that has just been written."""
    mail.deliver(message_id)


def _extension() -> dict[str, Any]:
    return cast("dict[str, Any]", current_app.extensions["jobs"])


def _queue(app: Flask) -> Huey:
    url, shared = app.config["JOBS_URL"], {"immediate": app.testing, "results": False}
    if url.startswith(("redis://", "rediss://")):
        return RedisHuey("porte-voix", url=url, **shared)
    if url.startswith(("postgresql://", "postgres://")):
        return PostgresHuey("porte-voix", dsn=url, **shared)
    if url:
        raise ValueError("JOBS_URL must begin with redis:// or postgresql://")
    return SqliteHuey("porte-voix", filename=str(app.config["INSTANCE"] / "jobs.db"), **shared)


def _worker_command(app: Flask, huey: Huey) -> click.Command:
    @click.command("worker")
    def worker() -> None:
        """Take work out of the queue and do what is due each minute. One worker per installation."""
        with _only_one(app.config["INSTANCE"] / "worker.lock"):
            consumer = huey.create_consumer(workers=1, periodic=True, max_delay=1.0, check_worker_health=True)
            consumer.run()

    return worker


def _only_one(path: Path) -> Any:
    """Hold a lock for the life of the process: two workers would fire each minute twice."""
    held = path.open("w")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        held.close()
        raise click.ClickException(_("Un autre processus « worker » tourne déjà sur cette installation.")) from None
    return held
