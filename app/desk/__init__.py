"""The referent's desk: the work queue, late first, and the letters and calls to make."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach this slice to the application."""
    from app.desk.views import bp, letters, money, queue  # noqa: F401, PLC0415

    app.register_blueprint(bp)
