"""The server under measure: gunicorn, two processes of four threads, as in production."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from app import create_app

ROOT = Path(__file__).parents[1]
PATIENCE = 180
"""Seconds that a loaded machine may take to start it."""


def product() -> Flask:
    """Build the product without limits on attempts nor forgery checks, which a load generator would trip over."""
    return create_app({"RATELIMIT_ENABLED": False, "WTF_CSRF_ENABLED": False})


@contextlib.contextmanager
def served(factory: str, environment: dict[str, str]) -> Iterator[str]:
    """Serve an application factory ("module:function()") during the block, and give its address."""
    address = f"127.0.0.1:{_free_port()}"
    command = [
        sys.executable, "-m", "gunicorn", "--bind", address, "--worker-class", "gthread", "--workers", "2",
        "--threads", "4", "--keep-alive", "30", "--log-level", "error", "--no-control-socket", factory,
    ]  # fmt: skip
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}) as process:
        try:
            _wait(process, f"http://{address}/")
            yield f"http://{address}"
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], address: str) -> None:
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit and process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=2)  # noqa: S310 - ours
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server under measure did not answer")
