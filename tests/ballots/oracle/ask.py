"""Asks the oracle; where it is not installed, the test is skipped aloud, or fails under REQUIRE_ORACLE=1."""

import json
import os
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.ballots.oracle.install import PYTHON


def ask(questions: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give the oracle's answer to each question."""
    if not PYTHON.exists():
        message = f"no oracle at {PYTHON}: make it with `python tests/ballots/oracle/install.py`"
        if os.environ.get("REQUIRE_ORACLE") == "1":
            pytest.fail(message)
        pytest.skip(message)
    script = Path(__file__).with_name("answer.py")
    asked = "\n".join(json.dumps(question) for question in questions)
    run = subprocess.run([PYTHON, script], input=asked, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]
