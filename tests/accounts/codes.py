"""Reading the codes that left, where the test's e-mails and text messages are kept."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from flask import current_app


def codes_to(recipient: str) -> list[str]:
    """Return the codes sent to an address, oldest first."""
    return [code for told, code in _sent() if told == recipient]


def _sent() -> list[tuple[str, str]]:
    instance = Path(current_app.config["INSTANCE"])
    files = sorted([*instance.glob("outbox/*.eml"), *instance.glob("sms/*.txt")], key=lambda path: int(path.stem))
    return [(_recipient(path), re.search(r"\b\d{6}\b", _body(path))[0]) for path in files]  # type: ignore[index]


def _recipient(path: Path) -> str:
    if path.suffix == ".eml":
        return str(message_from_bytes(path.read_bytes(), policy=default)["To"])
    return path.read_text().splitlines()[0]


def _body(path: Path) -> str:
    if path.suffix == ".eml":
        return str(message_from_bytes(path.read_bytes(), policy=default).get_content())
    return path.read_text().split("\n", 1)[1]
