"""Pages that belong to no slice: the front page, how it works, accessibility, privacy, source, health."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach this slice to the application."""
    from app.pages.views import bp  # noqa: PLC0415

    app.register_blueprint(bp)
