"""Doing once what the form of the present request asks."""

from __future__ import annotations

from collections.abc import Callable

from flask import request

from app import security
from app.once import KEY_FIELD
from app.once.services import once


def just_once(act: Callable[[], str]) -> str:
    """Do what a form asks, unless it did it already; return the sentence told the first time. Without a key, do it.

    A page found again with "back" has the key of the first sending: what is typed anew there is another form.
    """
    if not request.form.get(KEY_FIELD):
        return act()
    typed = sorted((name, value) for name, value in request.form.items(multi=True) if name != "csrf_token")
    return once(repr(typed), security.current_actor(), act)
