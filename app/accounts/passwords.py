"""Passwords: argon2, checked in the same time whether the person exists or not."""

from __future__ import annotations

import functools

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 10
"""Characters; length protects better than strange signs (NIST SP 800-63B)."""

_hasher = PasswordHasher()


def hashed(password: str) -> str:
    """Return what to keep of a password; slow on purpose, so call it before the transaction."""
    return _hasher.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Say whether a password is the one kept; takes as long when there is none."""
    try:
        return _hasher.verify(kept or _nobody(), password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


@functools.cache
def _nobody() -> str:
    return _hasher.hash("nobody has this password")
