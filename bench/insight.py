"""Figures over seven years: a year computed whole, one year against seven, the dashboard, a chart already drawn.

`python -m bench.insight` fills 2024–2030 with BENCH_MEETINGS meetings (5,000: a million taps, 50,000 contributions,
20,000 projects) on each database and prints two lines.
"""

from __future__ import annotations

import os
import re
import time
import urllib.request
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import Any

from app import clock
from app.db import db, session
from app.insight import snapshots
from app.insight.gathering import gather
from app.insight.scopes import Period
from bench import city, load, years
from bench.__main__ import ENGINES, SECONDS, database
from bench.serving import product, served

MEETINGS = int(os.environ.get("BENCH_MEETINGS", "5000"))
END = datetime(2030, 12, 31, 12, tzinfo=UTC)
YEARS = range(2024, 2031)
PAGE = "/dashboard?year=2027"
WARM_UP = 3.0
"""Seconds for each process to have loaded all that the page needs."""
CHART = re.compile(rb'[^"]*/dashboard/charts/[^"]*\.svg[^"]*')
NOT_COMPUTED = "pas encore été calculé".encode()
HEAD = "database  meetings  year s  read 1 year s  read 7 years s"
LINE = "{:9} {:>9} {:>7.1f} {:>14.2f} {:>15.2f}"
PAGE_LINE = "{:9} dashboard p95 {} ms, first byte of a chart already drawn {} ms"


def main() -> None:
    """Measure on each database, printing each line as it comes."""
    print(HEAD)
    for engine in ENGINES:
        with database(engine) as environment:
            os.environ.update(environment)
            app = product()
            with app.app_context(), clock.told(END):
                db.create_all()
                with db.engine.connect() as connection:
                    years.build(connection, MEETINGS)
                one, seven = (_timed(lambda first=first: _read(first)) for first in (2027, 2024))  # type: ignore[misc]
                taken = [_timed(lambda year=year: snapshots.take(year)) for year in YEARS]  # type: ignore[misc]
                db.session.remove()
                with db.engine.connect() as connection:
                    city.analyse(connection)
                db.engine.dispose()
            print(LINE.format(engine, MEETINGS, max(taken), one, seven), flush=True)
            with served("bench.insight:in_2030()", environment) as address:
                print(PAGE_LINE.format(engine, *_page(address)), flush=True)


def in_2030() -> Callable[..., Iterable[bytes]]:
    """Build the product on the last day of the seven years, so that pages compare all of them."""
    app = product()

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        with clock.told(END):
            return app(environ, start_response)

    return answer


def _read(first: int) -> None:
    last = 2027 if first == 2027 else 2030  # noqa: PLR2004 - one year, or all of them
    gather(Period(date(first, 1, 1), date(last, 12, 31)), END.date())
    session().rollback()


def _timed(done: Callable[[], object]) -> float:
    started = time.monotonic()
    done()
    return time.monotonic() - started


def _page(address: str) -> tuple[str, str]:
    """Return the 95th percentile of the dashboard, and the time to the first byte of one of its charts, once drawn."""
    load.reading(address + PAGE, "", WARM_UP)
    measure = load.reading(address + PAGE, "", SECONDS)
    with urllib.request.urlopen(address + PAGE, timeout=30) as answer:  # noqa: S310 - ours
        page = answer.read()
    found = CHART.search(page)
    if found is None or NOT_COMPUTED in page:
        raise ValueError("the page has no figure to show: nothing was measured")
    chart = found.group().decode().replace("&amp;", "&")
    waits = sorted(_timed(lambda: _first_byte(address + chart)) for _ in range(21))
    return f"{measure.p95_ms:.0f}", f"{waits[10] * 1000:.0f}"


def _first_byte(url: str) -> None:
    with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310 - ours
        answer.read(1)


if __name__ == "__main__":
    main()
