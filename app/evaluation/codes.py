"""Short codes, read aloud and written by hand without mistakes."""

from __future__ import annotations

import secrets

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No 0, O, 1, I or L."""
LENGTH = 6


def drawn() -> str:
    """Draw a code; the database refuses the one in a billion that is already taken."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def read(typed: str) -> str:
    """Return the code that somebody meant: capitals, without spaces or dashes."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())


def spoken(code: str) -> str:
    """Return a code in two halves, as it is read aloud."""
    return f"{code[:3]}-{code[3:]}"
