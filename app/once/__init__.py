"""What is sent twice is done once: each form carries a key, kept in the same transaction as what it did.

A page that cannot reach the server keeps what was typed on the device and sends it again later; it may not know that
the first sending did arrive. `services.once` answers a key it has seen as it did the first time.
"""

from __future__ import annotations

import uuid

from flask import Flask

KEY_FIELD = "kept_id"
"""The name of the hidden field that carries the key of a form: the one that static/kept.js sends."""


def new_key() -> str:
    """Return a key for a form that is about to be shown."""
    return str(uuid.uuid4())


def init_app(app: Flask) -> None:
    """Give templates `once_key()`."""
    app.jinja_env.globals["once_key"] = new_key
