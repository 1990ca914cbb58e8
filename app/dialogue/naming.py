"""Finding in a text what may name somebody: a known person's full name, a telephone number, an e-mail address."""

from __future__ import annotations

import sqlalchemy as sa

from app.accounts.models import Person
from app.db import session
from app.plain import plain
from app.traces import EMAIL, PHONE

MOST = 5
"""Findings told at once: enough to begin looking."""


def found_in(text: str) -> list[str]:
    """Return the first numbers, addresses and full names of known people that stand in a text; one query.

    A full name is searched, in either order, whatever its accents and capitals; a first name alone is left be.
    """
    if not text.strip():
        return []
    marks = [*PHONE.findall(text), *EMAIL.findall(text)]
    words = f" {plain(text)} "
    names = [name for name in session().scalars(_every_name()) if _stands(plain(name), words)]
    return [*marks, *names][:MOST]


def _stands(name: str, words: str) -> bool:
    first, _, last = name.partition(" ")
    return bool(last) and (f" {first} {last} " in words or f" {last} {first} " in words)


def _every_name() -> sa.Select[str]:
    return sa.select(Person.name).order_by(Person.id)
