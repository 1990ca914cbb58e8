"""Tamper evidence: each row of a history carries the digest of the row before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime

START = "0" * 64


def digest(previous: str, fields: Mapping[str, object]) -> str:
    """Return the SHA-256, in hexadecimal, of the previous digest and of one row's fields.

    Fields are written as canonical JSON (sorted keys, no spaces), instants in ISO 8601 UTC.
    """
    text = json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain)
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"cannot chain {type(value).__name__}")
