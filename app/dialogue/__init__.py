"""Where residents talk: what exists, meetings from the idea to the follow-up, going towards people, informing them."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach this slice to the application."""
    from app.dialogue import effects, guards, sentences  # noqa: F401, PLC0415
    from app.dialogue.views import bp, meetings, spaces  # noqa: F401, PLC0415

    app.register_blueprint(bp)
