"""Start Porte-voix for real work on one machine: the database made ready, the server and the worker, until Ctrl-C."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

from app.assets import compress

ROOT = Path(__file__).parents[1]
HOST = os.environ.get("HOST", "127.0.0.1")
PORT = int(os.environ.get("PORT", "5000"))
ADDRESS = f"http://{HOST}:{PORT}"
THREADS = "8"
PATIENCE = 180
"""Seconds given to the server to answer, on a machine that has much else to do."""
RESPITE = 60
"""Seconds given to each process to stop."""

FLASK = (sys.executable, "-m", "flask", "--app", "app")
SERVER = (
    sys.executable, "-m", "gunicorn", "--bind", f"{HOST}:{PORT}", "--worker-class", "gthread",
    "--workers", "1", "--threads", THREADS, "--log-level", "warning", "--no-control-socket", "app:create_app()",
)  # fmt: skip


class Stopped(Exception):
    """Someone asked for the end."""


def main() -> int:
    """Make the database ready, run the server and the worker, and return the exit code of the whole."""
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    if _is_taken():
        print(f"Le port {PORT} est déjà pris. Choisissez-en un autre : make run PORT=5001", file=sys.stderr)
        return 1
    running: list[subprocess.Popen[bytes]] = []
    try:
        _make_ready()
        running += [_start(SERVER), _start((*FLASK, "worker"))]
        if _answers(running):
            _say_where()
        return _watch(running)
    except Stopped:
        print("\nPorte-voix s'arrête. Les données restent.")
        return 0
    except subprocess.CalledProcessError as error:
        return error.returncode
    finally:
        _end(running)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    """Stop once: an impatient second Ctrl-C must not leave the server and the worker behind."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise Stopped


def _is_taken() -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, PORT)) == 0


def _make_ready() -> None:
    compress(ROOT / "app" / "static")
    subprocess.run([*FLASK, "db", "upgrade"], cwd=ROOT, check=True)
    if os.environ.get("PORTEVOIX_DEMO") == "1":
        subprocess.run([*FLASK, "demo", "--if-empty"], cwd=ROOT, check=True)


def _start(command: tuple[str, ...]) -> subprocess.Popen[bytes]:
    """Start a process in a group of its own, so that Ctrl-C reaches it through us, once."""
    return subprocess.Popen(command, cwd=ROOT, start_new_session=True)


def _answers(running: list[subprocess.Popen[bytes]]) -> bool:
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit and all(process.poll() is None for process in running):
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{ADDRESS}/healthz", timeout=2):  # noqa: S310 - ours
            return True
        time.sleep(0.1)
    return False


def _say_where() -> None:
    print(f"\nPorte-voix est prêt : {ADDRESS}")
    if os.environ.get("PORTEVOIX_DEMO") == "1":
        print(f"Pour entrer : {ADDRESS}/demo puis choisissez un personnage. Il n'y a pas de mot de passe.")
    else:
        print(f"Pour entrer : {ADDRESS}/sign-in. Première fois : flask accounts create-admin (docs/production.md).")
    print(f"Données : {os.environ.get('PORTEVOIX_INSTANCE', ROOT / 'instance')}")
    print("Pour arrêter : Ctrl-C.", flush=True)


def _watch(running: list[subprocess.Popen[bytes]]) -> int:
    """Return as soon as one process ends by itself, which it never should."""
    while True:
        for process in running:
            if process.poll() is not None:
                print(f"S'est arrêté tout seul : {process.args!r}", file=sys.stderr)
                return process.returncode or 1
        time.sleep(0.3)


def _end(running: list[subprocess.Popen[bytes]]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for process in running:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
    for process in running:
        try:
            process.wait(RESPITE)
        except subprocess.TimeoutExpired:
            process.kill()


if __name__ == "__main__":
    sys.exit(main())
