"""Measure every page that matters at every size, on both databases, print a table and keep the figures."""

from __future__ import annotations

import contextlib
import json
import os
import platform
import tempfile
import urllib.request
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask

from app.accounts.models import Person
from app.db import db, session
from bench import city, load
from bench.serving import product, served
from tests.databases import postgres
from tests.sessions import signed_session

RESULTS = Path(__file__).parent / "results"
SIZES = [int(size) for size in os.environ.get("BENCH_SIZES", "500,5000,50000").split(",")]
ENGINES = os.environ.get("BENCH_ENGINES", "sqlite,postgres").split(",")
SECONDS = float(os.environ.get("BENCH_SECONDS", "5"))
WARM_UP = 1.0
FIRST_SENT = 40
"""Projects sent before counting, so that each process has loaded all it needs."""
LINE = (
    "{engine:9} {size:>7} {page:8} {weight:>7} {per_second:>8.0f} {p50_ms:>8.1f} {p95_ms:>8.1f} "
    "{ceiling:>8.0f} {share:>6.0%} {failed:>6}"
)
HEAD = "database  projects page       bytes    req/s   p50 ms   p95 ms  ceiling  share failed"


@dataclass(frozen=True)
class Figure:
    """One line of the table; `ceiling` is what the bare server does with a page of the same weight."""

    engine: str
    size: int
    page: str
    weight: int
    per_second: float
    p50_ms: float
    p95_ms: float
    failed: int
    ceiling: float

    @property
    def share(self) -> float:
        """Return our speed as a part of the ceiling."""
        return self.per_second / self.ceiling if self.ceiling else 0.0


def main() -> None:
    """Measure, printing each figure as it comes."""
    print(HEAD)
    figures: list[Figure] = []
    for engine in ENGINES:
        for size in SIZES:
            with database(engine) as environment:
                for figure in measured(engine, size, environment):
                    print(LINE.format(share=figure.share, **asdict(figure)), flush=True)
                    figures.append(figure)
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{datetime.now(UTC):%Y-%m-%dT%H-%M}.json"
    machine = {"cpus": os.cpu_count(), "python": platform.python_version(), "seconds": SECONDS}
    path.write_text(json.dumps({"machine": machine, "figures": [asdict(figure) for figure in figures]}, indent=1))
    print(f"\nKept in {path}")


@contextlib.contextmanager
def database(engine: str) -> Iterator[dict[str, str]]:
    """Give the environment of an application on an empty database of one engine."""
    with tempfile.TemporaryDirectory(prefix="porte-voix-bench-") as folder:
        shared = {"PORTEVOIX_INSTANCE": folder, "SECRET_KEY": "bench" * 8}
        if engine == "sqlite":
            yield {**shared, "DATABASE_URL": f"sqlite:///{folder}/bench.db"}
            return
        found = postgres.binaries()
        if found is None:
            raise SystemExit("PostgreSQL's binaries were not found: BENCH_ENGINES=sqlite")
        server = postgres.Server(found)
        try:
            server.start()
            yield {**shared, "DATABASE_URL": server.url()}
        finally:
            server.stop()


def measured(engine: str, size: int, environment: dict[str, str]) -> Iterator[Figure]:
    """Fill the database; measure every page and, right after it, the ceiling of its weight; then the sending."""
    os.environ.update(environment)
    carrier, referent = _filled(product(), size)
    sent = [f"/projects/{city.ref(number)}/send" for number in range(size + 1, size + city.DRAFTS + 1)]
    ours, bare = served("bench.serving:product()", environment), served("bench.ceiling:create()", environment)
    with ours as address, bare as ceiling:
        for page, path in _pages(size).items():
            cookie = referent if page == "queue" else ""
            load.reading(address + path, cookie, WARM_UP)
            weight, measure = _weight(address + path, cookie), load.reading(address + path, cookie, SECONDS)
            load.reading(f"{ceiling}/{weight}", "", WARM_UP)
            best = load.reading(f"{ceiling}/{weight}", "", SECONDS).per_second
            yield Figure(engine, size, page, weight, ceiling=best, **asdict(measure))
        load.sending(address, sent[:FIRST_SENT], carrier, SECONDS)
        measure = load.sending(address, sent[FIRST_SENT:], carrier, SECONDS)
        yield Figure(engine, size, "send", 0, ceiling=0.0, **asdict(measure))


def _pages(size: int) -> dict[str, str]:
    return {
        "list": "/projects",
        "search": "/projects?q=jardin",
        "detail": f"/projects/{city.ref(size // 2)}",
        "queue": "/desk",
    }


def _filled(app: Flask, size: int) -> tuple[str, str]:
    """Make the tables and the city; return the cookies of the carrier and of the referent."""
    with app.app_context():
        db.create_all()
        with db.engine.connect() as connection:
            city.build(connection, size)
        people = [session().get_one(Person, key) for key in (city.CARRIER, city.REFERENT)]
        carrier, referent = (f"porte_voix={signed_session(person)}" for person in people)
        db.session.remove()
        db.engine.dispose()
    return carrier, referent


def _weight(address: str, cookie: str) -> int:
    asked = urllib.request.Request(address, headers={"Cookie": cookie})  # noqa: S310 - ours
    with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310 - ours
        return len(answer.read())


if __name__ == "__main__":
    main()
