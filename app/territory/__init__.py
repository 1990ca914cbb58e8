"""Where things happen: cities, priority neighbourhoods (QPV)."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach this slice to the application."""
    from app.territory import places  # noqa: F401, PLC0415
