"""`make run`: one program that starts everything, and stops all of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.served import PATIENCE, free_port

ROOT = Path(__file__).parents[1]


class Started:
    """The supervisor, started on a free port with an instance folder of its own."""

    def __init__(self, instance: Path) -> None:
        self.port = free_port()
        environment = {**os.environ, "PORT": str(self.port), "PORTEVOIX_INSTANCE": str(instance), "PORTEVOIX_DEMO": ""}
        environment.pop("DATABASE_URL", None)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "scripts.serve"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        self.said = ""

    def wait_until_ready(self) -> None:
        for line in self.process.stdout:
            self.said += line
            if "Ctrl-C" in line:
                return
        pytest.fail(f"it never was ready: {self.said}")

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=PATIENCE) as answer:
                return answer.status == 200
        except OSError:
            return False

    def children(self) -> list[int]:
        pid = self.process.pid
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def end(self) -> int:
        code = self.process.wait(PATIENCE)
        self.said += self.process.stdout.read()
        self.process.stdout.close()
        return code


@pytest.fixture
def start(tmp_path: Path) -> Iterator[type[Started]]:
    started: list[Started] = []

    def begin() -> Started:
        started.append(Started(tmp_path))
        started[-1].wait_until_ready()
        return started[-1]

    yield begin
    for each in started:
        if each.process.poll() is None:
            each.process.terminate()
            each.end()


def test_an_interruption_stops_everything_and_a_second_start_keeps_the_data(start, tmp_path: Path) -> None:
    first = start()
    assert first.answers()
    secret = (tmp_path / "secret.key").read_text()

    first.process.send_signal(signal.SIGINT)
    code = first.end()
    still_there = first.answers()
    second = start()

    assert code == 0, first.said
    assert not still_there
    assert second.answers()
    assert (tmp_path / "secret.key").read_text() == secret


def test_the_end_of_the_worker_ends_the_server_with_an_error(start) -> None:
    started = start()
    _server, worker = started.children()

    os.kill(worker, signal.SIGKILL)
    code = started.end()

    assert code != 0
    assert "S'est arrêté tout seul" in started.said
    assert not started.answers()


def test_a_taken_port_is_said(start, tmp_path: Path) -> None:
    taken = start()

    second = subprocess.run(
        [sys.executable, "-m", "scripts.serve"],
        cwd=ROOT, env={**os.environ, "PORT": str(taken.port), "PORTEVOIX_INSTANCE": str(tmp_path)},
        capture_output=True, text=True, check=False, timeout=PATIENCE,
    )  # fmt: skip

    assert second.returncode == 1
    assert str(taken.port) in second.stderr
