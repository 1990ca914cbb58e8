"""Asking for pages as fast as they come, and how long each took: wrk where it is installed, Python's threads else."""

from __future__ import annotations

import http.client
import json
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

CONNECTIONS = 4
REPORT = """done = function(summary, latency, requests)
  io.write(string.format('\\n{"requests": %d, "us": %d, "p50": %d, "p95": %d, "failed": %d}\\n', summary.requests,
    summary.duration, latency:percentile(50), latency:percentile(95),
    summary.errors.status + summary.errors.timeout + summary.errors.read + summary.errors.connect))
end
"""


@dataclass(frozen=True)
class Measure:
    """What was seen: requests per second, milliseconds for half and for 95 % of them, and how many failed."""

    per_second: float
    p50_ms: float
    p95_ms: float
    failed: int


def reading(address: str, cookie: str, seconds: float) -> Measure:
    """Ask for one page again and again over a few connections."""
    wrk = shutil.which("wrk")
    if wrk is None:
        return _sent(address, [("GET", urlsplit(address).path + "?" + urlsplit(address).query)], cookie, seconds)
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(REPORT)
        script.flush()
        said = subprocess.run(
            [wrk, "-t1", f"-c{CONNECTIONS}", f"-d{seconds:.0f}s", "-s", script.name, "-H", f"Cookie: {cookie}",
             address],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
    seen = json.loads(said.stdout.strip().splitlines()[-1])
    if not seen["requests"]:
        message = f"no page of {address} came in {seconds:.0f} s: nothing was measured"
        raise TimeoutError(message)
    return Measure(seen["requests"] / seen["us"] * 1e6, seen["p50"] / 1000, seen["p95"] / 1000, seen["failed"])


def sending(address: str, paths: list[str], cookie: str, seconds: float) -> Measure:
    """Post once to each path, in order, over a few connections, until the time or the paths are used up."""
    return _sent(address, [("POST", path) for path in paths], cookie, seconds)


def _sent(address: str, asked: list[tuple[str, str]], cookie: str, seconds: float) -> Measure:
    turns = _turns(asked, once=asked[0][0] == "POST")
    lock, times, failed = threading.Lock(), list[float](), list[int]()
    limit = time.monotonic() + seconds

    def visitor() -> None:
        connection = http.client.HTTPConnection(urlsplit(address).netloc)
        while time.monotonic() < limit:
            with lock:
                turn = next(turns, None)
            if turn is None:
                return
            started = time.perf_counter()
            status = _answered(connection, turn, cookie)
            times.append(time.perf_counter() - started)
            if status not in {200, 303}:
                failed.append(status)

    started = time.monotonic()
    visitors = [threading.Thread(target=visitor) for _ in range(CONNECTIONS)]
    for each in visitors:
        each.start()
    for each in visitors:
        each.join()
    spent = time.monotonic() - started
    cuts = statistics.quantiles(times, n=100)
    return Measure(len(times) / spent, cuts[49] * 1000, cuts[94] * 1000, len(failed))


def _turns(asked: list[tuple[str, str]], *, once: bool) -> Iterator[tuple[str, str]]:
    yield from asked
    while not once:
        yield from asked


def _answered(connection: http.client.HTTPConnection, turn: tuple[str, str], cookie: str) -> int:
    method, path = turn
    body = "" if method == "POST" else None
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    answer.read()
    return answer.status
