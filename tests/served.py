"""A server of its own process on the database of a test, that a test may kill at any moment."""

from __future__ import annotations

import http.client
import itertools
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask

from bench import serving
from tests import instant

ROOT = Path(__file__).parents[1]
PATIENCE = 180
"""Seconds that a loaded machine may take."""
FIRST_PORT, PORTS = 20_000, 500
"""Each process of the suite has its own ports, below those that the system lends to whoever asks for any."""
_numbers = itertools.count(os.getpid() * 7)


def product() -> Flask:
    """Build what the server serves, at the time of the suite."""
    instant.begin()
    return serving.product()


@contextmanager
def server(app: Flask) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Serve the database of the test by gunicorn, in a group of its own; give its port and its process."""
    port = free_port()
    command = [
        sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--threads", "4",
        "--log-level", "error", "--no-control-socket", "tests.served:product()",
    ]  # fmt: skip
    database = {
        "PORTEVOIX_INSTANCE": str(app.config["INSTANCE"]),
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
    }
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **database}, start_new_session=True)
    try:
        _wait(port)
        yield port, process
    finally:
        kill(process)


def free_port() -> int:
    """Choose a port that nobody listens to, and that nobody else of the suite chooses before it is used."""
    mine = FIRST_PORT + PORTS * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    for number in itertools.islice(_numbers, PORTS):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", mine + number % PORTS))
            return mine + number % PORTS
    raise RuntimeError("no port is free")


def asked(port: int, method: str, path: str, fields: object = None, cookie: str = "") -> int:
    """Send one request and return the status of the answer."""
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
        connection.request(method, path, urlencode(fields or {}, doseq=True), headers)
        with connection.getresponse() as answer:
            return answer.status


def kill(process: subprocess.Popen[bytes]) -> None:
    """End the whole group at once, as a power cut would: nothing is flushed, nothing is said."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait(port: int) -> None:
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        try:
            if asked(port, "GET", "/healthz") == http.client.OK:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not answer")
