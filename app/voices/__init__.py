"""What residents said, in words that name nobody."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach this slice to the application."""
    from app.voices import captured, meeting_panel  # noqa: F401, PLC0415
    from app.voices.views import bp  # noqa: PLC0415

    app.register_blueprint(bp)
