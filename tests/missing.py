"""What a machine lacks: skipped and said loudly, or a failure where the whole suite is required."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest

SKIPPED: set[str] = set()


def missing(reason: str, variable: str) -> NoReturn:
    """Skip the test, loudly at the end of the run; or fail it where `variable`=1 says that it must run."""
    if os.environ.get(variable) == "1":
        pytest.fail(f"{variable}=1 but {reason}", pytrace=False)
    SKIPPED.add(f"{reason}. Set {variable}=1 to make this a failure.")
    pytest.skip(reason)
