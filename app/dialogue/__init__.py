"""Spaces where residents talk, and the meetings held there."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach this slice to the application."""
    from app.dialogue.views import bp  # noqa: PLC0415

    app.register_blueprint(bp)
