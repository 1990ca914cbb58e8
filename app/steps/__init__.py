"""Moving anything that has a state: one service, one append-only history, one rule for deadlines."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach this slice to the application."""
