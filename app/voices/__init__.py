"""What residents said, in words that name nobody."""

from __future__ import annotations

from flask import Blueprint, Flask


def init_app(app: Flask) -> None:
    """Attach this slice to the application."""
    from app.voices import meeting_panel  # noqa: F401, PLC0415

    app.register_blueprint(Blueprint("voices", __name__, template_folder="templates"))
